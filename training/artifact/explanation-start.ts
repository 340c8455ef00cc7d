import {
  type Branch,
  comparesDirections,
  embeddingLengths,
  type HostWeights,
  preprocess,
  type Rows,
  scoped,
} from '@spectrosim/models/graph';
import { meanRow } from '../back-ends/lift.js';
import type { ExplanationStart } from '../export-explanation.js';
import type { Verifier } from '../verifier/fit-verifier.js';
import type { RunOnRows } from '../verifier/preprocessor.js';

/** An embedding of the mean that is shorter than this share of what those of spectra are on average has next to no direction. */
const SHORT = 0.15;

/**
 * Where explanations of a branch start: at the mean of its preprocessed training spectra or, where its back-end takes a mean off
 * preprocessed spectra, at that one.
 *
 * @param rows raw training spectra
 */
export async function explanationStart(
  branch: Pick<Branch, 'preprocessing' | 'encoder' | 'backEnd'>,
  weights: HostWeights,
  rows: Rows,
  run: RunOnRows,
): Promise<ExplanationStart> {
  const { preprocessing, encoder, backEnd } = branch;
  const preprocessed: Rows = {
    ...rows,
    data: await run((x, own) => preprocess(preprocessing, own, x), rows, scoped(weights, 'preprocessing')),
  };
  const known = encoder === undefined ? weights['backEnd.mean'] : undefined;
  const mean = known ? (known.data as Float32Array) : Float32Array.from(meanRow(preprocessed));
  return { mean, vanishes: comparesDirections(backEnd) && (await isShort(branch, weights, mean, preprocessed, run)) };
}

/** {@link explanationStart} of each branch. */
export async function branchStarts(
  { definition, weights }: Pick<Verifier, 'definition' | 'weights'>,
  rows: Rows,
  run: RunOnRows,
): Promise<ExplanationStart[]> {
  const starts: ExplanationStart[] = [];
  for (const [i, branch] of definition.branches.entries()) {
    starts.push(await explanationStart(branch, scoped(weights, `branches.${i}`), rows, run));
  }
  return starts;
}

async function isShort(
  branch: Pick<Branch, 'encoder' | 'backEnd'>,
  weights: HostWeights,
  mean: Float32Array,
  { count, bins, data }: Rows,
  run: RunOnRows,
): Promise<boolean> {
  const all = new Float32Array(data.length + bins);
  all.set(data);
  all.set(mean, data.length);
  const own = Object.fromEntries(
    Object.entries(weights).filter(([name]) => /^(encoder\..*|backEnd\.(mean|projection))$/.test(name)),
  );
  const lengths = await run((x, of) => embeddingLengths(branch, of, x), { count: count + 1, bins, data: all }, own);
  const ofSpectra = lengths.subarray(0, count).reduce((sum, length) => sum + length, 0) / count;
  return (lengths[count] as number) < SHORT * ofSpectra;
}
