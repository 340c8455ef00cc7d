import type { TrainedEncoder } from './workload.js';

/** One encoder of the training benchmark. */
export interface TrainingCase {
  /** As rows name it. */
  readonly name: string;
  /** Undefined is the default encoder without its residual path. */
  readonly encoder: TrainedEncoder | undefined;
  readonly batches: readonly number[];
  /** What its ratio to a peer says. */
  readonly reading: string;
}

/** Every encoder that the training benchmark knows. */
export const TRAINING_CASES: readonly TrainingCase[] = [
  {
    name: 'transformer',
    encoder: undefined,
    batches: [16, 64, 256],
    reading:
      'the default encoder without its residual path: two thirds of a step are products of matrices, see "npm run bench -- profile"',
  },
  {
    name: 'one-token',
    encoder: {
      name: 'transformer',
      config: { patch: 2080, width: 2080, layers: 6, heads: 8, feedForward: 256, embedding: 256 },
    },
    batches: [16],
    reading:
      'the spectrum as one token of width 2,080, 115 million weights for 32 rows: the optimiser passes over all weights and moments, and the products read weights once, so memory decides and not arithmetic; ONNX Runtime fuses no elementwise operators, and AdamW takes it 31 passes over a weight where PyTorch takes 23',
  },
  {
    name: 'cnn',
    encoder: { name: 'cnn', config: {} },
    batches: [16],
    reading:
      'a residual CNN with batch normalisation; ONNX Runtime has no operator for the gradient of a convolution, which is made of products of matrices and further convolutions (docs/kernels.md)',
  },
];
