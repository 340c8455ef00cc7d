import type { Random } from '@spectrosim/models';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Encoding, EncodingWidths } from '../encoders/encoder.js';
import type { HostWeights, Weights } from '../weights.js';

/** A projection head: what training compares, and inference throws away. */
export interface HeadDefinition {
  readonly name: string;
  initial(widths: EncodingWidths, random: Random): HostWeights;
  /** Encodings of `B` views → unit projections z `[B, P]`. */
  project(weights: Weights, encoding: Encoding): Tensor;
}
