import { SpectroSimError } from '@spectrosim/models';
import type { ObjectiveInput } from '../objectives/registry.js';
import { objectiveOf } from '../objectives/registry.js';

/**
 * Refuses a criterion that the objective cannot be held to.
 *
 * @throws SpectroSimError `usage`, with what will do.
 */
export function assertStoppable(
  { criterion }: { readonly criterion: 'auc' | 'loss' },
  objective: ObjectiveInput,
): void {
  const { name, pairs, targetDecay } = objectiveOf(objective);
  if (pairs !== undefined) {
    throw new SpectroSimError(
      'usage',
      `Training with the objective "${name}" cannot stop early: there are no embeddings whose cosines could be ranked. Leave out earlyStopping.`,
    );
  }
  if (criterion === 'loss' && targetDecay !== undefined) {
    throw new SpectroSimError(
      'usage',
      `The loss of the objective "${name}" is held against a target that follows the training, so that it says nothing of groups set aside. Set earlyStopping.criterion to "auc".`,
    );
  }
}
