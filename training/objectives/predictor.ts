import type { Random } from '@spectrosim/models';
import {
  batchNorm,
  dense,
  type HostWeights,
  initialBatchNorm,
  initialDense,
  prefixed,
  scoped,
  type Weights,
} from '@spectrosim/models/graph';
import * as tf from '@tensorflow/tfjs-core';

/** Initial weights of {@link predict}, under `predictor.`. @param width P */
export function initialPredictor(random: Random, width: number, hidden: number): HostWeights {
  return prefixed(
    {
      ...prefixed(initialDense(random, width, hidden), 'hidden'),
      ...prefixed(initialBatchNorm(hidden), 'norm'),
      ...prefixed(initialDense(random, hidden, width), 'prediction'),
    },
    'predictor',
  );
}

/** Predicts the other view's projection `[V, P]` → `[V, P]`: Linear → BN → ReLU → Linear, the predictor of BYOL and SimSiam. */
export function predict(weights: Weights, projections: tf.Tensor): tf.Tensor {
  const own = scoped(weights, 'predictor');
  const hidden = batchNorm(scoped(own, 'norm'), dense(scoped(own, 'hidden'), projections));
  return dense(scoped(own, 'prediction'), tf.relu(hidden));
}
