import { createRandom } from '@spectrosim/models';
import { groupMembers } from './group-members.js';

/** Rows of one group that are put next to each other: one is the other's positive, and most groups have few. */
const TOGETHER = 2;

/**
 * Batches of indices, for ever, in which most rows have another of their group beside them: each epoch, the rows of a group are
 * shuffled and cut into pairs (an odd one joins the last pair), these are shuffled and cut into batches, the tail that fills none
 * dropped. A pair may fall on either side of a cut.
 *
 * @param groups the group of each row `[N]`
 */
export function* groupedBatches(groups: readonly number[], batch: number, seed: number): Generator<number[], never> {
  if (batch > groups.length) {
    throw new Error(`${groups.length} spectra fill no batch of ${batch}`);
  }
  const random = createRandom(seed, 'grouped-batches');
  const shuffled = <T>(values: readonly T[]): T[] => random.permutation(values.length).map((i) => values[i] as T);
  const members = groupMembers(groups);
  for (;;) {
    const pieces = members.flatMap((rows) => piecesOf(shuffled(rows)));
    const order = shuffled(pieces).flat();
    for (let start = 0; start + batch <= order.length; start += batch) {
      yield order.slice(start, start + batch);
    }
  }
}

function piecesOf(rows: readonly number[]): number[][] {
  const count = Math.max(1, Math.floor(rows.length / TOGETHER));
  return Array.from({ length: count }, (_, i) =>
    rows.slice(i * TOGETHER, i === count - 1 ? rows.length : (i + 1) * TOGETHER),
  );
}
