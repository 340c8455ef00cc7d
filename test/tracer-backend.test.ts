import '@tensorflow/tfjs-backend-cpu';
import { trace } from '@spectrosim/export';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';

// Its own file, and so its own process: here no backend has been used yet.
it('leaves tfjs to choose its backend after a trace, as it would have without one', () => {
  tf.env().set('PROD', true);
  const double = () =>
    trace('double', ({ x }) => ({ y: tf.mul(x as tf.Tensor, 2) }), { x: { type: 'float32', dims: [2] } });
  double();
  double();
  expect(Array.from(tf.add([1, 2], 1).dataSync())).toEqual([2, 3]);
  expect(tf.getBackend()).toBe('cpu');
  double();
  expect(tf.getBackend()).toBe('cpu');
});
