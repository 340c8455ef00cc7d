import '@tensorflow/tfjs-backend-cpu';
import { createAxis, createRandom } from '@spectrosim/models';
import type { Rows } from '@spectrosim/models/graph';
import * as tf from '@tensorflow/tfjs-core';
import type { RunOnRows } from './preprocessor.js';

// Production mode keeps the cpu backend's advertisement off the console.
tf.enableProdMode();
await tf.setBackend('cpu');

const BINS = 30;

/** The axis of {@link spectra}. */
export const axis = createAxis(
  'wavenumber',
  Array.from({ length: BINS }, (_, i) => 800 + i),
);

/** A function of rows on tfjs' cpu backend. */
export const run: RunOnRows = async (fn, rows, weights) =>
  tf.tidy(() => {
    const tensors = Object.entries(weights).map(([name, { data, dims }]) => [
      name,
      tf.tensor(data as Float32Array, [...dims]),
    ]);
    return fn(tf.tensor2d(rows.data, [rows.count, rows.bins]), Object.fromEntries(tensors)).dataSync() as Float32Array;
  });

/** Spectra whose replicates vary, by a common pattern, far more than sources do: cosines fail where what varies is learned. */
export function spectra(sizes: readonly number[], nuisance: number): { rows: Rows; groups: string[] } {
  const random = createRandom(3, 'spectra');
  const normals = () => Array.from({ length: BINS }, () => random.normal());
  const [base, pattern] = [normals().map((value) => 20 + 5 * value), normals()];
  const groups: string[] = [];
  const data = sizes.flatMap((size, group) => {
    const source = normals();
    return Array.from({ length: size }, () => {
      groups.push(`source ${group}`);
      const drift = nuisance * random.normal();
      return base.map(
        (value, bin) => value + (source[bin] as number) + drift * (pattern[bin] as number) + 0.2 * random.normal(),
      );
    }).flat();
  });
  return { rows: { count: groups.length, bins: BINS, data: Float32Array.from(data) }, groups };
}
