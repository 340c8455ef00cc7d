import {
  alignRows,
  createAxis,
  type Judgement,
  judge,
  loadModel,
  type Manifest,
  type SpectrumSet,
} from '@spectrosim/models';
import { readArtifact } from '@spectrosim/runtime-node';
import { allPairs, type Dataset, type ExperimentPorts, gatherRows, type OutOfFold } from '@spectrosim/training';

/** A pair of spectra whose groups are known, with the verdict on it. */
export interface JudgedPair extends Judgement {
  readonly a: string;
  readonly b: string;
  /** Whether they are of one group. */
  readonly truth: boolean;
}

/** Verdicts of a written model on every pair of spectra that it was not fitted on. */
export async function judgedByModel(
  folder: string,
  { axis, names, rows, groups }: Dataset,
  { runtime, options }: Pick<ExperimentPorts, 'runtime' | 'options'>,
): Promise<JudgedPair[]> {
  const model = await loadModel(readArtifact(folder), runtime, options);
  try {
    const { input, embedding, decision } = model.manifest;
    const set: SpectrumSet = { axis, names, intensities: rows.data, columns: new Map(), notes: [] };
    const embedded = await model.embed(alignRows(set, createAxis(input.quantity, input.axis)));
    const pairs = allPairs(groups);
    const side = (of: Int32Array) => gatherRows(embedded, embedding, of);
    const { score } = await model.score(side(pairs.a), side(pairs.b));
    return judged({ pairs, llrs: score }, names, decision);
  } finally {
    await model.dispose();
  }
}

/** Verdicts out of fold, each by a verifier that saw neither group. */
export function judged(
  { pairs, llrs }: OutOfFold,
  names: readonly string[],
  decision: Manifest['decision'],
): JudgedPair[] {
  return Array.from(llrs, (llr, p) => ({
    a: names[pairs.a[p] as number] as string,
    b: names[pairs.b[p] as number] as string,
    truth: pairs.same[p] === 1,
    ...judge(decision, llr),
  }));
}

/** Some pairs of one group and as many of two, evenly from all of them. */
export function somePairs(pairs: readonly JudgedPair[], each: number): JudgedPair[] {
  return [true, false].flatMap((wanted) => {
    const kind = pairs.filter(({ truth }) => truth === wanted);
    const stride = Math.max(1, Math.floor(kind.length / each));
    return kind.filter((_, i) => i % stride === 0).slice(0, each);
  });
}

/** How many verdicts were right, wrong and not given. */
export interface Tally {
  readonly right: number;
  readonly wrong: number;
  readonly none: number;
}

/** {@link Tally} of pairs of one group and of two. */
export function tally(pairs: readonly JudgedPair[]): { readonly same: Tally; readonly different: Tally } {
  const of = (wanted: boolean): Tally => {
    const kind = pairs.filter(({ truth }) => truth === wanted);
    const decided = kind.filter(({ undecided }) => !undecided);
    const right = decided.filter(({ sameSource }) => sameSource === wanted).length;
    return { right, wrong: decided.length - right, none: kind.length - decided.length };
  };
  return { same: of(true), different: of(false) };
}
