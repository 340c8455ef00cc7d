import {
  branchSlices,
  type EnsembleDefinition,
  type HostWeights,
  prefixed,
  type Rows,
  scoreMapWeights,
} from '@spectrosim/models/graph';
import { fullBasis, principalBasis } from '../back-ends/basis.js';
import { centredRows, cosineBackEnd, type LiftedBackEnd, liftBackEnd, meanRow } from '../back-ends/lift.js';
import { productTransposed } from '../back-ends/products.js';
import { trainingRows } from '../back-ends/training-rows.js';
import type { CalibrationMap } from '../calibration/calibration.js';
import type { Candidate } from './candidates.js';
import type { Preprocessing } from './preprocessings.js';
import type { Preprocessor } from './preprocessor.js';
import type { Rating } from './rate.js';
import { numberGroups } from './try-candidates.js';

/** A verifier fitted on all training groups, as graphs hold it. */
export interface Verifier {
  readonly definition: EnsembleDefinition;
  readonly weights: HostWeights;
  /** Width of the whole embedding, ΣE. */
  readonly embedding: number;
  readonly normals: Rating['normals'];
  readonly calibration: CalibrationMap;
}

/**
 * Fits branches on all training rows; their score maps are those that out-of-fold scores taught.
 *
 * @param groups the group of each row `[n]`
 */
export async function fitVerifier(
  branches: readonly { readonly candidate: Candidate; readonly preprocessing: Preprocessing }[],
  { normals, calibration }: Rating,
  groups: readonly string[],
  preprocessor: Preprocessor,
): Promise<Verifier> {
  const all = groups.map((_, i) => i);
  const numbers = numberGroups(groups);
  const fitted = [];
  for (const { candidate, preprocessing } of branches) {
    const { rows, weights } = await preprocessor(preprocessing.recipe, all);
    fitted.push({ preprocessing: preprocessing.recipe, statistics: weights, backEnd: fitOn(candidate, rows, numbers) });
  }
  const definition: EnsembleDefinition = {
    branches: fitted.map(({ preprocessing, backEnd }) => ({
      preprocessing,
      backEnd: backEnd.definition,
      embedding: backEnd.embedding,
    })),
  };
  // As graphs hold it, so that no score of theirs is beyond the bound that a manifest states.
  const bound = Math.fround(calibration.bound);
  const weights: HostWeights = Object.assign(
    {},
    ...fitted.map(({ statistics, backEnd }, i) => ({
      ...prefixed(statistics, `branches.${i}.preprocessing`),
      ...prefixed(backEnd.weights, `branches.${i}.backEnd`),
      ...prefixed(scoreMapWeights(normals[i] as Rating['normals'][number]), `branches.${i}.normal`),
    })),
    prefixed(scoreMapWeights(calibration), 'calibration'),
    { bound: { type: 'float32', dims: [], data: Float32Array.of(bound) } },
  );
  return {
    definition,
    weights,
    embedding: branchSlices(definition).at(-1)?.end ?? 0,
    normals,
    calibration: { ...calibration, bound },
  };
}

function fitOn(candidate: Candidate, rows: Rows, groups: readonly number[]): LiftedBackEnd {
  if (candidate.kind === 'training-free') {
    return cosineBackEnd(rows, candidate.centre);
  }
  const flat = centredRows(rows, meanRow(rows));
  const products = productTransposed(flat, flat);
  const basis = candidate.basis === 'full' ? fullBasis(products) : principalBasis(products, candidate.basis);
  return liftBackEnd(candidate.learn(trainingRows(basis.coordinates, groups)), basis, rows);
}
