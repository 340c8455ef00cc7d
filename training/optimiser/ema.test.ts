import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32, floats } from '../../models/graph/eager.setup.js';
import { averaged, emaDecayAt } from './ema.js';

describe('averaged', () => {
  it('goes a share of the way to the weight, by hand', () => {
    expectClose(averaged(floats([2], [1, -2]), floats([2], [3, 2]), tf.scalar(0.75)), [1.5, -1], FLOAT32);
  });

  it('stays where the weight stays', () => {
    expectClose(averaged(floats([2], [1, -2]), floats([2], [1, -2]), tf.scalar(0.9)), [1, -2], 0);
  });
});

describe('emaDecayAt', () => {
  it('rises from 2/11 to the decay (by hand)', () => {
    expect([1, 8, 80, 1000].map((t) => emaDecayAt(t, 0.9))).toEqual([2 / 11, 0.5, 0.9, 0.9]);
  });
});
