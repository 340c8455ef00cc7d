import { SpectroSimError } from '../errors.js';
import type { Manifest } from '../manifest.js';
import type { GraphSession, TensorValue } from '../runtime.js';

/** Why `P` pairs of spectra got their scores: each bin's part, in the score's own unit. */
export interface Attributions {
  /**
   * What each bin of a spectrum does to the score, the other of the pair being given: from where a spectrum like the mean of all
   * training spectra stands in its place `[P, L]`.
   */
  readonly parts: { readonly a: Float32Array; readonly b: Float32Array };
  /** The score, without the bound that a calibration puts to it: beyond its bound a score has no reasons `[P]`. */
  readonly score: Float32Array;
  /** The score with a spectrum like the mean of all in the place of a, and of b `[P]`. */
  readonly baseline: { readonly a: Float32Array; readonly b: Float32Array };
  /** Grad-CAM of either spectrum, 0 … 1 `[P, L]`; absent without an encoder that names a feature map. */
  readonly gradCam?: { readonly a: Float32Array; readonly b: Float32Array };
}

/**
 * Runs the graph of explanations, a pair at a time: each is already a batch of all the points of its way.
 *
 * @param a raw intensities on the model's axis `[P, L]`
 * @param b as many
 */
export async function attribute(
  session: GraphSession,
  bins: number,
  a: Float32Array,
  b: Float32Array,
): Promise<Attributions> {
  if (a.length !== b.length || a.length % bins !== 0) {
    throw new SpectroSimError(
      'input',
      `Explanations are of as many spectra on either side, of ${bins} bins each. Got ${a.length} and ${b.length} numbers.`,
    );
  }
  const pairs = a.length / bins;
  const results = new Map(
    session.outputs.map(({ name, dims }) => [name, new Float32Array(pairs * (dims.length === 2 ? bins : 1))]),
  );
  for (let p = 0; p < pairs; p++) {
    const row = (data: Float32Array): TensorValue => ({
      type: 'float32',
      dims: [1, bins],
      data: data.subarray(p * bins, (p + 1) * bins),
    });
    const outputs = await session.run({ a: row(a), b: row(b) });
    for (const [name, values] of results) {
      const { data } = outputs[name] as TensorValue & { readonly data: Float32Array };
      values.set(data, p * data.length);
    }
  }
  const of = (name: string) => results.get(name) as Float32Array;
  const sides = (name: string) => ({ a: of(`${name}A`), b: of(`${name}B`) });
  return {
    parts: sides('parts'),
    score: of('score'),
    baseline: sides('baseline'),
    ...(results.has('gradCamA') && { gradCam: sides('gradCam') }),
  };
}

/** The file of the graph of explanations. @throws SpectroSimError `artifact` where the model has none. */
export function explanationFile({ graphs }: Manifest): string {
  if (graphs.explain === undefined) {
    throw new SpectroSimError(
      'artifact',
      'The model has no onnx/explain.onnx: it was written before models could explain themselves. Its verdicts hold; for their reasons train it again with this version, with the same data and settings.',
    );
  }
  return graphs.explain.file;
}
