import { SpectroSimError } from '@spectrosim/models';
import { callerOf } from './missing-kernel.js';

/**
 * Runs `body`, which is traced, with `Math.random` refused: `tf.dropout`, `tf.randomNormal` and the like draw by it when they are given
 * no seed. What they drew would be a constant of the graph, the same mask at every step.
 */
export function withoutRandomness<R>(name: string, body: () => R): R {
  const { random } = Math;
  Math.random = () => {
    const caller = callerOf(new Error().stack ?? '');
    throw new SpectroSimError(
      'graph',
      `"${name}" draws random numbers${caller === undefined ? '' : ` in ${caller}`} while it is traced (Math.random, as tf.dropout and tf.randomNormal call it): they would be constants of the graph, the same at every step. Have them fed: an encoder says in "draws" what it wants. How: docs/kernels.md#random-numbers.`,
    );
  };
  try {
    return body();
  } finally {
    Math.random = random;
  }
}
