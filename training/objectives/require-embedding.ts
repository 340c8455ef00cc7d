import { SpectroSimError } from '@spectrosim/models';
import { OBJECTIVES, type ObjectiveInput, objectiveOf } from './registry.js';

/**
 * Refuses an objective whose encoder reads two spectra at once, where embeddings of single spectra are needed.
 *
 * @param what what needs them, for the message: `An artifact`
 * @throws SpectroSimError `usage`, with the objectives that will do.
 */
export function requireEmbedding(objective: ObjectiveInput, what: string): void {
  const { name, pairs } = objectiveOf(objective);
  if (pairs !== undefined) {
    const others = OBJECTIVES.filter((other) => objectiveOf(other).pairs === undefined);
    throw new SpectroSimError(
      'usage',
      `${what} needs an embedding of every spectrum, and with the objective "${name}" the encoder reads the difference of two. Measure it with evaluate --contrastive, or take one of ${others.join(', ')}.`,
    );
  }
}
