import type { Random } from '@spectrosim/models';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Encoding, EncodingWidths } from '../encoders/encoder.js';
import type { HostWeights, Weights } from '../weights.js';

/** A projection head: what training compares, and inference throws away. */
export interface HeadDefinition {
  readonly name: string;
  initial(widths: EncodingWidths, random: Random): HostWeights;
  /** P, the width of a projection. */
  width(widths: EncodingWidths): number;
  /** Encodings of `B` views → projections z `[B, P]` of any length: objectives that compare directions scale them to 1. */
  project(weights: Weights, encoding: Encoding): Tensor;
}
