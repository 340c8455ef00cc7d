import type { Axis, Random } from '@spectrosim/models';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import type { Mode } from '../mode.js';
import type { HostWeights, Weights } from '../weights.js';
import type { FeatureMap } from './feature-map.js';

/** What an encoder makes of a batch of spectra. */
export interface Encoding {
  /** The embedding h `[B, E]`. */
  readonly embedding: Tensor;
  /** Features along the spectrum before pooling `[B, T, D]`. */
  readonly tokens: Tensor;
  /** In training, the new value of every running statistic, by its name among the weights. */
  readonly updates?: Weights;
  /** In training, what the encoder itself wants small, added to the objective (uneven experts, reconstruction): a scalar. */
  readonly penalty?: Tensor;
}

/**
 * Random numbers that training wants for every spectrum, `dims` of one: normal ones, or a mask of booleans that is false with
 * probability `rate`.
 */
export type EncoderDraw =
  | { readonly kind: 'normal'; readonly dims: readonly number[] }
  | { readonly kind: 'mask'; readonly rate: number; readonly dims: readonly number[] };

/** The widths a projection head needs to know. */
export interface EncodingWidths {
  /** E, the embedding's width. */
  readonly embedding: number;
  /** D, the tokens' width. */
  readonly token: number;
}

/**
 * An encoder: a tfjs function of weights and preprocessed spectra, with its hyper-parameters' schema.
 *
 * Weights named in `frozen` are constants that training leaves alone (positions from the axis). Those in `running` are state:
 * no gradient moves them, every training step puts the `updates` of its encoding in their place (batch normalisation).
 */
export interface EncoderDefinition<Config> {
  /** What it is called by; names under `paper/` are presets of the SpectroSim papers. */
  readonly name: string;
  /** What it is, in a line. */
  readonly title: string;
  /** Where it comes from: a paper, or this project. */
  readonly source: string;
  readonly config: z.ZodType<Config>;
  /** Where the tokens lie along the spectrum; absent where they lie nowhere, and there is no Grad-CAM. */
  readonly featureMap?: FeatureMap<Config>;
  /** @param bins L */
  widths(config: Config, bins: number): EncodingWidths;
  /** Initial weights for spectra on `axis`. */
  initial(
    config: Config,
    axis: Axis,
    random: Random,
  ): { readonly trainable: HostWeights; readonly frozen: HostWeights; readonly running?: HostWeights };
  /** The random numbers of a training step, by name: dropout, sampling. @param bins L. @default none */
  draws?(config: Config, bins: number): Readonly<Record<string, EncoderDraw>>;
  /**
   * `x [B, L]` → embedding `[B, E]` and tokens `[B, T, D]`.
   *
   * @param mode @default 'inference'
   * @param draws what `draws` asks for, `[B, …]`; without them nothing is random, as in inference. @default none
   */
  encode(config: Config, weights: Weights, x: Tensor, mode?: Mode, draws?: Weights): Encoding;
}
