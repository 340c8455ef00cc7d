import * as tf from '@tensorflow/tfjs-core';
import { ntXent } from './nt-xent.js';
import { supCon } from './sup-con.js';

/** What training minimises: `nt-xent` without labels, `sup-con` with the group of every spectrum. */
export const OBJECTIVES = ['nt-xent', 'sup-con'] as const;

/** One of {@link OBJECTIVES}. */
export type ObjectiveName = (typeof OBJECTIVES)[number];

/** How objectives are written in reports. */
export const OBJECTIVE_TITLES: Readonly<Record<ObjectiveName, string>> = { 'nt-xent': 'NT-Xent', 'sup-con': 'SupCon' };

/**
 * The loss of two views a spectrum.
 *
 * @param projections unit rows z `[2N, P]`; row `i` and row `i + N` are the two views of spectrum `i`
 * @param groups the group of each spectrum `[N]`; only `sup-con` has a use for them
 */
export function objectiveOf(
  name: ObjectiveName,
  projections: tf.Tensor,
  groups: tf.Tensor | undefined,
  temperature: tf.Scalar,
): tf.Scalar {
  if (name === 'nt-xent') {
    return ntXent(projections, temperature);
  }
  const labels = groups as tf.Tensor;
  return supCon(projections, tf.concat([labels, labels], 0), temperature);
}
