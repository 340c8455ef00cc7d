import type { ModelDefinition } from '@spectrosim/models/graph';

/** Every encoder of ours but the Transformer and the residual one, small enough for 12 bins. */
export const OWN_ENCODERS: readonly ModelDefinition['encoder'][] = [
  { name: 'moe', config: { patch: 4, width: 8, layers: 2, heads: 2, feedForward: 4, balance: 0.5, embedding: 6 } },
  { name: 'kan', config: { patch: 4, width: 6, layers: 1, embedding: 6 } },
  { name: 'mamba', config: { patch: 4, width: 6, layers: 2, inner: 6, state: 3, rank: 2, embedding: 6 } },
  { name: 'cnn', config: { filters: [4, 8], stem: 5, stride: 2, pooled: 3, embedding: 6 } },
  {
    name: 'cnn-transformer',
    config: { filters: [4, 8], strides: [2, 2], width: 8, layers: 1, heads: 2, feedForward: 8, embedding: 6 },
  },
  {
    name: 'peak-graph',
    config: { peaks: 5, width: 6, layers: 2, radial: 2, message: 4, feedForward: 8, embedding: 6 },
  },
];
