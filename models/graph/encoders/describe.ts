import { type Axis, createAxis } from '@spectrosim/models';
import { sizeOf, UNDRAWN } from '../weights.js';
import { encoderOf } from './registry.js';

/** What there is to know of an encoder before one trains it. */
export interface EncoderDescription {
  readonly name: string;
  /** What it is, in a line. */
  readonly title: string;
  readonly source: string;
  /** Whether it is an encoder of the SpectroSim papers as they published it. */
  readonly paper: boolean;
  /** E, the embedding's width. */
  readonly embedding: number;
  /** Numbers that training changes, as PyTorch counts them: running statistics are none. */
  readonly parameters: number;
  /** Every hyper-parameter, those not given at their defaults. */
  readonly config: Readonly<Record<string, unknown>>;
}

/**
 * Describes an encoder on spectra of a number of bins. Its weights are not drawn: counting the largest takes no more than their names.
 *
 * @param config hyper-parameters that are not the defaults
 * @throws SpectroSimError `usage` when there is no such encoder, or it does not work on so many bins
 * @example
 * ```ts
 * describeEncoder('paper/vae', 2080).parameters; // 2626144
 * ```
 */
export function describeEncoder(name: string, bins: number, config: unknown = {}): EncoderDescription {
  const encoder = encoderOf(name);
  const parsed = encoder.config.parse(config);
  const { trainable } = encoder.initial(parsed, binAxis(bins), UNDRAWN);
  return {
    name,
    title: encoder.title,
    source: encoder.source,
    paper: name.startsWith('paper/'),
    embedding: encoder.widths(parsed, bins).embedding,
    parameters: Object.values(trainable).reduce((sum, { dims }) => sum + sizeOf(dims), 0),
    config: parsed as Readonly<Record<string, unknown>>,
  };
}

function binAxis(bins: number): Axis {
  return createAxis(
    'bin',
    Array.from({ length: bins }, (_, i) => i),
  );
}
