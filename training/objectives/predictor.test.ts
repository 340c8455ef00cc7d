import { createRandom } from '@spectrosim/models';
import type { HostWeights } from '@spectrosim/models/graph';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32_SUMS, normals, tensorsOf } from '../../models/graph/eager.setup.js';
import {
  cosineOf,
  differencesOf,
  GRADIENT,
  gradientOf,
  type Matrix,
  normalRows,
  numbersOf,
  row,
  tensorOf,
} from './loops.setup.js';
import type { ObjectiveInputs } from './objective.js';
import { predictorLoop, standardisedLoop } from './predictor.setup.js';
import { objectiveOf } from './registry.js';

const [VIEWS, P, HIDDEN] = [8, 5, 7];
const projections = normalRows('projections', VIEWS, P).map((values) => values.map((value, k) => (k + 1) * value + k));
const targets = normalRows('targets', VIEWS, P);

/** The mean cosine of every view's prediction with what is wanted of the other view. */
function meanCosine(predictions: Matrix, wanted: Matrix): number {
  const cosines = predictions.map((one, i) => cosineOf(one, row(wanted, (i + VIEWS / 2) % VIEWS)));
  return cosines.reduce((sum, value) => sum + value, 0) / VIEWS;
}

/** An objective whose every weight is a random number: ones and zeros would hide scale and offset. */
function objectiveWith(name: string) {
  const objective = objectiveOf({ name, config: { hidden: HIDDEN } });
  const sizes = { embedding: 3, token: 3, projection: P };
  const { trainable = {} } = objective.initial?.(sizes, createRandom(1, name)) ?? {};
  const weights: HostWeights = Object.fromEntries(
    Object.entries(trainable).map(
      ([key, { dims, data }]) => [key, { type: 'float32', dims, data: normals(key, data.length) }] as const,
    ),
  );
  const loss = (rows: tf.Tensor) => {
    const given: Omit<ObjectiveInputs, 'targets'> = {
      embedding: rows,
      projections: rows,
      temperature: tf.scalar(1),
      weights: tensorsOf(weights),
      state: {},
    };
    return objective.loss({ ...given, targets: tensorOf(targets) }).loss;
  };
  return { weights, loss };
}

/** The loss by the projections; what a gradient does not flow through is held at `still`. */
const LOOPS: Readonly<Record<string, (weights: HostWeights, z: Matrix, still: Matrix) => number>> = {
  // Grill et al. 2020, equation 2 and its counterpart: 2 − 2 cos for both directions.
  byol: (weights, z) => 4 - 4 * meanCosine(predictorLoop(weights, z), targets),
  // Chen & He 2021, equation 4, with the batch normalisation that ends their projection.
  simsiam: (weights, z, still) => -meanCosine(predictorLoop(weights, standardisedLoop(z)), standardisedLoop(still)),
};

describe.each(Object.entries(LOOPS))('%s with its predictor', (name, loop) => {
  const { weights, loss } = objectiveWith(name);

  it('has the loss of Linear → BN → ReLU → Linear, in double precision', () => {
    expect(Object.keys(weights)).toHaveLength(6);
    expectClose(numbersOf(loss(tensorOf(projections))), [loop(weights, projections, projections)], FLOAT32_SUMS);
  });

  it('has the gradient of central differences of the loop, through the predictor alone', () => {
    const gradient = gradientOf(loss, projections);
    expectClose(
      gradient,
      differencesOf((z) => loop(weights, z, projections), projections),
      GRADIENT,
    );
  });
});
