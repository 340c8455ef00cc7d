import { encodeModel, type Graph } from '@spectrosim/export';
import { type Axis, describeRecipe, type GraphSession, parseRecipe, type TensorValue } from '@spectrosim/models';
import { ensembleEmbed, prefixed, type Rows, scoped, scoreMapWeights } from '@spectrosim/models/graph';
import { nodeRuntime } from '@spectrosim/runtime-node';
import { allPairs, type FitEncoder, runOnRows, tracedEnsemble, type Verifier } from '@spectrosim/training';
import { branchStarts } from '../training/artifact/explanation-start.js';
import type { ScoreNormalisationName } from '../training/back-ends/score-normaliser.js';
import { type ExplanationStart, explanationGraph } from '../training/export-explanation.js';
import { backEndInputs } from '../training/verifier/back-end-inputs.js';
import { CANDIDATES } from '../training/verifier/candidates.js';
import { fitVerifier } from '../training/verifier/fit-verifier.js';
import { createPreprocessor, type RunOnRows } from '../training/verifier/preprocessor.js';
import { rate } from '../training/verifier/rate.js';
import { embedWeights } from '../training/verifier/score-pairs.js';
import { ONE_THREAD } from './tiny-artifact.setup.js';

/** A verifier of chosen branches with its three graphs. */
export interface ExplainedVerifier {
  readonly verifier: Verifier;
  readonly starts: readonly ExplanationStart[];
  readonly graphs: { readonly model: Graph; readonly score: Graph; readonly explain: Graph };
}

/** What a branch is made of: a recipe in a line, and the name of a back-end. */
export interface BranchChoice {
  readonly recipe: string;
  readonly backEnd: string;
  readonly encoded?: boolean;
}

const run: RunOnRows = (fn, x, weights) => runOnRows(nodeRuntime(), ONE_THREAD, fn, x, weights);

/**
 * Fits back-ends that are named, without a ladder, on all rows; their maps are those of the training pairs' own scores. The bound
 * is so far away that no score meets it, where none is given.
 */
export async function explainedVerifier(
  rows: Rows,
  groups: readonly string[],
  axis: Axis,
  choices: readonly BranchChoice[],
  {
    fitEncoder,
    normalisation,
    bound = 1e6,
  }: { fitEncoder?: FitEncoder; normalisation?: ScoreNormalisationName; bound?: number } = {},
): Promise<ExplainedVerifier> {
  const branches = choices.map(({ recipe, backEnd, encoded = false }) => {
    const candidate = CANDIDATES.find(({ name }) => name === backEnd);
    if (candidate === undefined) {
      throw new Error(`no back-end "${backEnd}"`);
    }
    const parsed = parseRecipe(recipe);
    return { candidate, preprocessing: { recipe: parsed, family: describeRecipe(parsed), encoded } };
  });
  const inputs = backEndInputs(createPreprocessor(rows, run), groups, run, fitEncoder && { fitEncoder, axis, seed: 1 });
  const straight = { knots: Float64Array.of(0, 1), values: Float64Array.of(0, 1) };
  const unmapped = {
    cllr: 0,
    auc: 0,
    normals: branches.map(() => straight),
    calibration: { ...straight, bound },
    scores: new Float64Array(),
  };
  const plain = await fitVerifier(branches, unmapped, groups, inputs, normalisation);
  const pairs = allPairs(groups);
  const raw = await Promise.all(branches.map((_, i) => rawScores(plain, i, rows, pairs)));
  const { normals, calibration } = rate(raw, pairs.same);
  const weights = {
    ...plain.weights,
    ...Object.assign({}, ...normals.map((map, i) => prefixed(scoreMapWeights(map), `branches.${i}.normal`))),
    ...prefixed(scoreMapWeights(calibration), 'calibration'),
  };
  const verifier: Verifier = { ...plain, weights, normals, calibration: { ...calibration, bound } };
  const starts = await branchStarts(verifier, rows, run);
  const graphs = {
    ...tracedEnsemble(verifier.definition, weights, rows.bins),
    explain: explanationGraph({ verifier: verifier.definition, weights, starts }, axis),
  };
  return { verifier, starts, graphs };
}

/** Raw scores of one branch: those of the score graph of this branch alone, whose maps change nothing. */
async function rawScores(
  { definition, weights }: Verifier,
  i: number,
  rows: Rows,
  pairs: ReturnType<typeof allPairs>,
): Promise<{ scores: Float64Array }> {
  const branch = definition.branches[i] as Verifier['definition']['branches'][number];
  const own = {
    ...prefixed(scoped(weights, `branches.${i}`), 'branches.0'),
    ...prefixed(scoped(weights, 'calibration'), 'calibration'),
    bound: weights.bound as TensorValue,
  };
  const only = { branches: [branch] };
  const embedded = await run((x, w) => ensembleEmbed(only, w, x), rows, embedWeights(own));
  const width = branch.embedding;
  const side = (of: Int32Array): TensorValue => ({
    type: 'float32',
    dims: [of.length, width],
    data: Float32Array.from(Array.from(of).flatMap((row) => [...embedded.subarray(row * width, (row + 1) * width)])),
  });
  const session = await load(tracedEnsemble(only, own, rows.bins).score);
  const { score } = await session.run({ a: side(pairs.a), b: side(pairs.b) });
  await session.dispose();
  return { scores: Float64Array.from((score as TensorValue).data as Float32Array) };
}

/** A graph on node's CPU. */
export function load(graph: Graph): Promise<GraphSession> {
  return nodeRuntime().load(encodeModel(graph), ONE_THREAD);
}
