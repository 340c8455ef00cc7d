import type { HostWeights } from '@spectrosim/models/graph';
import type * as tf from '@tensorflow/tfjs-core';
import type { TensorMap } from '../engines/engine.js';
import { type AdamWScalars, adamw } from './adamw.js';
import { averaged } from './ema.js';

/** Weights with their moments, and a running mean where one is kept, as state: `weight.…`, `first.…`, `second.…`, `ema.…`. */
export function weightState(trainable: HostWeights, ema: boolean): HostWeights {
  return Object.fromEntries(
    Object.entries(trainable).flatMap(([name, weight]) => {
      const zeros = { type: 'float32', dims: weight.dims, data: new Float32Array(weight.data.length) } as const;
      return [
        [`weight.${name}`, weight],
        [`first.${name}`, zeros],
        [`second.${name}`, zeros],
        ...(ema ? [[`ema.${name}`, weight] as const] : []),
      ];
    }),
  );
}

/** What changes from step to step for {@link updateWeights}. */
export interface UpdateScalars extends AdamWScalars {
  /** Of the running mean, where one is kept. */
  readonly emaDecay?: tf.Scalar;
}

/**
 * One AdamW step of every weight, and of their running mean.
 *
 * @param gradients in the order of `names`
 * @returns the weights by their names, and the state after the step
 */
export function updateWeights(
  names: readonly string[],
  state: TensorMap,
  gradients: readonly tf.Tensor[],
  { emaDecay, ...scalars }: UpdateScalars,
): { readonly weights: TensorMap; readonly state: TensorMap } {
  const updated = names.map((name, i) => {
    const moments = {
      weight: state[`weight.${name}`] as tf.Tensor,
      first: state[`first.${name}`] as tf.Tensor,
      second: state[`second.${name}`] as tf.Tensor,
    };
    return [name, adamw(moments, gradients[i] as tf.Tensor, scalars)] as const;
  });
  const next = updated.flatMap(([name, { weight, first, second }]): [string, tf.Tensor][] => [
    [`weight.${name}`, weight],
    [`first.${name}`, first],
    [`second.${name}`, second],
    ...(emaDecay === undefined
      ? []
      : [[`ema.${name}`, averaged(state[`ema.${name}`] as tf.Tensor, weight, emaDecay)] as [string, tf.Tensor]]),
  ]);
  return {
    weights: Object.fromEntries(updated.map(([name, { weight }]) => [name, weight])),
    state: Object.fromEntries(next),
  };
}
