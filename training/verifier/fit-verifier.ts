import {
  branchSlices,
  type EnsembleDefinition,
  type HostWeights,
  prefixed,
  type Rows,
  type ScoreNormalisation,
  scoreMapWeights,
} from '@spectrosim/models/graph';
import { embedCoordinates } from '../back-ends/back-end.js';
import { fullBasis, principalBasis } from '../back-ends/basis.js';
import { centredRows, cosineBackEnd, type LiftedBackEnd, liftBackEnd, meanRow } from '../back-ends/lift.js';
import { productTransposed } from '../back-ends/products.js';
import { cohortRows, type ScoreNormalisationName, scoreNormalisation } from '../back-ends/score-normaliser.js';
import { trainingRows } from '../back-ends/training-rows.js';
import type { CalibrationMap } from '../calibration/calibration.js';
import type { BackEndInputs } from './back-end-inputs.js';
import type { Candidate } from './candidates.js';
import type { FittedEncoder } from './fit-encoder.js';
import { numberGroups } from './number-groups.js';
import type { Preprocessing } from './preprocessings.js';
import type { Rating } from './rate.js';

/** A verifier fitted on all training groups, as graphs hold it. */
export interface Verifier {
  readonly definition: EnsembleDefinition;
  readonly weights: HostWeights;
  /** Width of the whole embedding, ΣE. */
  readonly embedding: number;
  /** The encoder of each branch, where it has one. */
  readonly encoders: readonly (FittedEncoder | undefined)[];
  readonly normals: Rating['normals'];
  readonly calibration: CalibrationMap;
}

/**
 * Fits branches on all training rows; their score maps are those that out-of-fold scores taught.
 *
 * @param groups the group of each row `[n]`
 * @param normalisation of the scores of fitted back-ends; absent: none
 */
export async function fitVerifier(
  branches: readonly { readonly candidate: Candidate; readonly preprocessing: Preprocessing }[],
  { normals, calibration }: Rating,
  groups: readonly string[],
  inputs: BackEndInputs,
  normalisation?: ScoreNormalisationName,
): Promise<Verifier> {
  const all = groups.map((_, i) => i);
  const numbers = numberGroups(groups);
  const fitted = [];
  for (const { candidate, preprocessing } of branches) {
    const { rows, weights, encoder } = await inputs(preprocessing, all);
    const backEnd = fitOn(candidate, rows, numbers, normalisation);
    fitted.push({ preprocessing: preprocessing.recipe, statistics: weights, encoder, backEnd });
  }
  const definition: EnsembleDefinition = {
    branches: fitted.map(({ preprocessing, encoder, backEnd }) => ({
      preprocessing,
      ...(encoder && { encoder: encoder.encoder }),
      backEnd: backEnd.definition,
      ...(backEnd.scoreNormalisation && { scoreNormalisation: backEnd.scoreNormalisation }),
      embedding: backEnd.embedding,
    })),
  };
  const weights: HostWeights = Object.assign(
    {},
    ...fitted.map(({ statistics, encoder, backEnd }, i) => ({
      ...prefixed(statistics, `branches.${i}.preprocessing`),
      ...prefixed(encoder?.weights ?? {}, `branches.${i}.encoder`),
      ...prefixed(backEnd.weights, `branches.${i}.backEnd`),
      ...prefixed(backEnd.cohort, `branches.${i}.cohort`),
      ...prefixed(scoreMapWeights(normals[i] as Rating['normals'][number]), `branches.${i}.normal`),
    })),
    prefixed(scoreMapWeights(calibration), 'calibration'),
    { bound: { type: 'float32', dims: [], data: Float32Array.of(calibration.bound) } },
  );
  return {
    definition,
    weights,
    embedding: branchSlices(definition).at(-1)?.end ?? 0,
    encoders: fitted.map(({ encoder }) => encoder),
    normals,
    calibration,
  };
}

/** A back-end with the cohort by which its scores are normalised, where they are. */
interface NormalisedBackEnd extends LiftedBackEnd {
  readonly scoreNormalisation?: ScoreNormalisation;
  readonly cohort: HostWeights;
}

function fitOn(
  candidate: Candidate,
  rows: Rows,
  groups: readonly number[],
  normalisation: ScoreNormalisationName | undefined,
): NormalisedBackEnd {
  if (candidate.kind === 'training-free') {
    return { ...cosineBackEnd(rows, candidate.centre), cohort: {} };
  }
  const flat = centredRows(rows, meanRow(rows));
  const products = productTransposed(flat, flat);
  const basis = candidate.basis === 'full' ? fullBasis(products) : principalBasis(products, candidate.basis);
  const backEnd = candidate.learn(trainingRows(basis.coordinates, groups));
  const lifted = liftBackEnd(backEnd, basis, rows);
  if (normalisation === undefined) {
    return { ...lifted, cohort: {} };
  }
  const members = cohortRows(groups);
  const embeddings = embedCoordinates(backEnd, basis.coordinates.subMatrixRow(members));
  return {
    ...lifted,
    scoreNormalisation: scoreNormalisation(normalisation, members.length),
    cohort: {
      embeddings: {
        type: 'float32',
        dims: [embeddings.rows, embeddings.columns],
        data: Float32Array.from(embeddings.to1DArray()),
      },
    },
  };
}
