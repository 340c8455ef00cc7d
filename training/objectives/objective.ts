import type { Random } from '@spectrosim/models';
import type { EncodingWidths, HostWeights, Weights } from '@spectrosim/models/graph';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { z } from 'zod';

/**
 * An objective by name, as configurations have it.
 *
 * What differs from step to step (temperature, a target's decay) is a scalar input of the step, what its loss remembers is state
 * of the step, so that one trace serves a whole training on either engine.
 */
export interface ObjectiveDefinition<Config> {
  readonly name: string;
  /** How reports write it. */
  readonly title: string;
  /** The paper. */
  readonly source: string;
  /**
   * What it takes besides projections: `groups` (labels; training needs replicates, and batches are made of them), `indices` (which
   * spectrum a row is), `temperature`. The settings that it does not read have no bearing on it.
   */
  readonly reads: readonly ('groups' | 'indices' | 'temperature')[];
  /** Its settings, the paper's where that says. */
  readonly config: z.ZodType<Config>;
  create(config: Config): Objective;
}

/** An objective with its settings. */
export interface Objective {
  /**
   * The loss of a model that tells nothing apart, for a batch of N. Absent where there is no such number: where the loss is least
   * for constant embeddings, or depends on their scale.
   */
  readonly chance?: (batch: number) => number;
  /** What is trained or remembered beside encoder and head. @default nothing */
  readonly initial?: (sizes: ObjectiveSizes, random: Random) => Partial<ObjectiveWeights>;
  /**
   * Where a second encoder and head follow the trained ones as a running mean (momentum target): d of `d · target + (1 − d) · trained`
   * after step `t`, counted from 1.
   */
  readonly targetDecay?: (t: number, steps: number) => number;
  /** Where the encoder reads two spectra at once, so that a pair has a score and no spectrum an embedding. */
  readonly pairs?: PairReading;
  readonly loss: (given: ObjectiveInputs) => ObjectiveOutcome;
}

/** The sizes on which an objective's own weights depend. */
export interface ObjectiveSizes extends EncodingWidths {
  /** P, the projection's width. */
  readonly projection: number;
}

/** What an objective adds to a training step, by its own names; in the step's state they are under `objective.`. */
export interface ObjectiveWeights {
  /** Moved by gradients. */
  readonly trainable: HostWeights;
  /** Handed on by the loss itself. */
  readonly state: HostWeights;
}

/** What a loss is made of: of two views of N spectra, row `i` and row `i + N` are those of spectrum `i`. */
export interface ObjectiveInputs {
  /** h `[2N, E]`; of what is read where that is pairs. */
  readonly embedding: Tensor;
  /** z `[2N, P]`, of any length; the embeddings where pairs are read. */
  readonly projections: Tensor;
  /** z of the momentum target `[2N, P]`, constants, where there is one. */
  readonly targets?: Tensor;
  /** The group of each spectrum `[N]`, where the objective reads it. */
  readonly groups?: Tensor;
  /** Which of the training spectra each is `[N]`, where the objective reads it. */
  readonly indices?: Tensor;
  /** τ */
  readonly temperature: Scalar;
  /** Its trainable weights, by its own names. */
  readonly weights: Weights;
  /** Its state, by its own names. */
  readonly state: Weights;
}

/** A loss, and the objective's state after it. */
export interface ObjectiveOutcome {
  readonly loss: Scalar;
  /** Every tensor of the state, by its own name. @default none */
  readonly state?: Weights;
}

/** How an objective reads pairs of preprocessed spectra. The score of a pair does not depend on the order of its two. */
export interface PairReading {
  /** Views `[2N, L]` → what is encoded in training `[2V, L]`: row `i` and row `i + V` are two views of one pair. */
  inputs(views: Tensor): Tensor;
  /** Spectra `a`, `b` `[P, L]` → what is encoded of them `[P, L]`. */
  between(a: Tensor, b: Tensor): Tensor;
  /** Embeddings of `P` pairs → scores `[P]`, the higher the more alike. @param weights by the objective's own names */
  score(weights: Weights, embedding: Tensor): Tensor;
}
