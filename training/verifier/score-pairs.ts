import { branchSlices, ensembleEmbed, type HostWeights, type Rows, scoped } from '@spectrosim/models/graph';
import { type Scoring, scoreEmbeddings } from '../back-ends/back-end.js';
import { scoreNormaliser } from '../back-ends/score-normaliser.js';
import { applyScoreMap, type ScoreMap } from '../calibration/score-map.js';
import type { Pairs } from '../evaluation/pairs.js';
import type { Verifier } from './fit-verifier.js';
import type { RunOnRows } from './preprocessor.js';

/**
 * Log-likelihood ratios of pairs of raw spectra `[P]`, without a bound, for ranking and pooling; embedded by the traced graph,
 * scored in doubles.
 *
 * @param rows raw intensities on the verifier's axis `[N, L]`
 */
export async function scorePairs(
  { definition, weights, embedding, normals, calibration }: Verifier,
  rows: Rows,
  pairs: Pairs,
  run: RunOnRows,
): Promise<Float64Array> {
  const embedded = await run((x, w) => ensembleEmbed(definition, w, x), rows, embedWeights(weights));
  const slices = branchSlices(definition);
  const parts = definition.branches.map(({ scoreNormalisation }, i) => {
    const { start, end } = slices[i] as (typeof slices)[number];
    const own = scoped(weights, `branches.${i}`);
    const scoring = scoringOf(scoped(own, 'backEnd'));
    const embeddings = Array.from({ length: rows.count }, (_, row) =>
      embedded.subarray(row * embedding + start, row * embedding + end),
    );
    const normalise = scoreNormalisation && scoreNormaliser(scoreNormalisation, scoring, cohortOf(own, end - start));
    return (first: number, second: number) => {
      const [a, b] = [embeddings[first] as Float32Array, embeddings[second] as Float32Array];
      const raw = scoreEmbeddings(scoring, a, b);
      return applyScoreMap(normals[i] as ScoreMap, normalise ? normalise(raw, a, b) : raw);
    };
  });
  return Float64Array.from(pairs.a, (a, p) => {
    const b = pairs.b[p] as number;
    const sum = parts.reduce((total, score) => total + score(a, b), 0);
    return applyScoreMap(calibration, sum / parts.length);
  });
}

/** A verifier's weights without those of scoring, which the graph of an embedding has no use for. */
export function embedWeights(weights: HostWeights): HostWeights {
  return Object.fromEntries(
    Object.entries(weights).filter(([name]) =>
      /\.(preprocessing\..*|encoder\..*|backEnd\.(mean|projection))$/.test(name),
    ),
  );
}

function cohortOf(weights: HostWeights, width: number): Float32Array[] {
  const data = weights['cohort.embeddings']?.data as Float32Array;
  return Array.from({ length: data.length / width }, (_, i) => data.subarray(i * width, (i + 1) * width));
}

function scoringOf(weights: HostWeights): Scoring {
  const { difference, product, constant } = weights;
  return difference === undefined || product === undefined || constant === undefined
    ? { kind: 'cosine' }
    : {
        kind: 'plda',
        difference: Float64Array.from(difference.data as Float32Array),
        product: Float64Array.from(product.data as Float32Array),
        constant: Number(constant.data[0]),
      };
}
