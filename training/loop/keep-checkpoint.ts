import { SpectroSimError } from '@spectrosim/models';
import type { Checkpoint, Checkpoints } from './checkpoint.js';

/**
 * Saves a checkpoint where one is due: every so many steps, at the last, and when the training is to stop.
 *
 * @param present makes the checkpoint
 * @throws SpectroSimError `interrupted`, after saving, when the training is to stop before its last step.
 */
export async function keepCheckpoint(
  checkpoints: Checkpoints | undefined,
  step: number,
  steps: number,
  present: () => Promise<Checkpoint>,
): Promise<void> {
  if (checkpoints === undefined) {
    return;
  }
  const { every, stop } = checkpoints;
  const stopping = stop?.aborted === true;
  if (stopping || step === steps || step % every === 0) {
    await checkpoints.save(await present());
  }
  if (stopping && step < steps) {
    throw new SpectroSimError('interrupted', `Stopped after step ${step} of ${steps}, which is saved.`);
  }
}
