import { type Axis, createAxis, createRandom } from '@spectrosim/models';
import type * as tf from '@tensorflow/tfjs-core';
import { floats, normals, tensorsOf } from '../eager.setup.js';
import { type Read, type Row, readerOf } from '../loops.setup.js';
import type { Mode } from '../mode.js';
import type { HostWeights, Weights } from '../weights.js';
import { encoderOf } from './registry.js';

/** Spectra in a batch. */
export const SPECTRA = 3;

/** An encoder whose every weight and statistic is a random number, to be held to a loop. */
export interface RandomEncoder {
  readonly read: Read;
  /** The spectra, one a row. */
  readonly rows: readonly Row[];
  encode(mode?: Mode, draws?: Weights): { readonly embedding: tf.Tensor; readonly penalty?: tf.Tensor };
}

/** Draws an encoder's weights and some spectra. Zeros and ones that weights start at would hide what is multiplied or added. */
export function randomEncoder(name: string, options: object, bins: number): RandomEncoder {
  const encoder = encoderOf(name);
  const config = encoder.config.parse(options);
  const { trainable, frozen, running = {} } = encoder.initial(config, axisOf(bins), createRandom(1, name));
  const moved = Object.entries({ ...trainable, ...running }).map(
    ([key, { dims, data }]) => [key, { type: 'float32', dims, data: numbersFor(key, data.length) }] as const,
  );
  const weights: HostWeights = { ...frozen, ...Object.fromEntries(moved) };
  const x = normals('spectra', SPECTRA * bins);
  return {
    read: readerOf(weights),
    rows: Array.from({ length: SPECTRA }, (_, i) => Array.from(x.subarray(i * bins, (i + 1) * bins))),
    encode: (mode, draws) => encoder.encode(config, tensorsOf(weights), floats([SPECTRA, bins], x), mode, draws),
  };
}

function numbersFor(name: string, count: number): Float32Array {
  return normals(name, count).map((value) => (name.endsWith('variance') ? 0.5 + value ** 2 : value / 2));
}

function axisOf(bins: number): Axis {
  return createAxis(
    'm/z',
    Array.from({ length: bins }, (_, i) => 77 + i / 2),
  );
}
