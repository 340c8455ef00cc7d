import { createAxis, createRandom, type NamedTensors } from '@spectrosim/models';
import { encodePreprocessed, initialModel, type Mode, prefixed, scoped } from '@spectrosim/models/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { dense } from '../models/graph/layers/dense.js';
import { normals, runEager } from './eager.setup.js';

const ROWS = 4;
const BINS = 16;
const axis = createAxis(
  'm/z',
  Array.from({ length: BINS }, (_, i) => i),
);
const x = normals('random numbers', ROWS, BINS);

beforeEach(() => tf.setBackend('cpu'));

const weightsOf = (encoder: { name: string; config: object }) =>
  initialModel({ preprocessing: [], encoder }, {}, axis, createRandom(1, encoder.name)).trainable;

function embed(encoder: { name: string; config: object }, mode: Mode, draws: NamedTensors = {}) {
  return runEager(
    ({ x, ...rest }) => ({
      embedding: encodePreprocessed({ encoder }, rest, x as tf.Tensor, mode, scoped(rest, 'draw')).embedding,
    }),
    { ...weightsOf(encoder), x, ...prefixed(draws, 'draw') },
  ).embedding;
}

describe('dropout of the one-token Transformer', () => {
  const encoder = (options: object = {}) => ({
    name: 'paper/transformer',
    config: { layers: 2, heads: 2, hidden: 8, embedding: 6, ...options },
  });
  const masks = (kept: 0 | 1, rows = ROWS): NamedTensors =>
    Object.fromEntries(
      ['attention.0', 'attention.1', 'feedForward'].map((name) => [
        name,
        { type: 'bool', dims: [rows, BINS], data: new Uint8Array(rows * BINS).fill(kept) },
      ]),
    );

  it('leaves out what layers add: without any of it, the embedding is a linear layer of the spectrum', () => {
    const { linear } = runEager(
      ({ x, ...weights }) => ({ linear: dense(scoped(weights, 'encoder.embedding'), x as tf.Tensor) }),
      { ...weightsOf(encoder()), x },
    );
    expect(embed(encoder(), 'training', masks(0))).toEqual(linear);
  });

  it('divides by 1 − rate what it lets through', () => {
    const plain = embed(encoder(), 'inference');
    expect(embed(encoder({ dropout: 0 }), 'training', masks(1))).toEqual(plain);
    expect(embed(encoder({ dropout: 0.5 }), 'training', masks(1))).not.toEqual(plain);
  });

  it('is none without masks', () => {
    expect(embed(encoder(), 'training')).toEqual(embed(encoder(), 'inference'));
  });

  it('takes the same masks again for rows made of several views, and refuses those that do not fit', () => {
    expect(embed(encoder(), 'training', masks(0, 2))).toEqual(embed(encoder(), 'training', masks(0)));
    expect(() => embed(encoder(), 'training', masks(0, 3))).toThrow(/for 3 rows do not fit 4 rows/);
  });
});

it('the VAE samples in training and takes the mean in inference: that is a sample without noise', () => {
  const encoder = { name: 'paper/vae', config: { hidden: [12, 8], latent: 5, classifier: 4, embedding: 6 } };
  const noise = normals('noise', ROWS, 5);
  const mean = embed(encoder, 'inference');
  expect(embed(encoder, 'training', { noise: { ...noise, data: noise.data.map(() => 0) } })).toEqual(mean);
  expect(embed(encoder, 'training', { noise })).not.toEqual(mean);
});
