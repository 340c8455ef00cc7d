import { SpectroSimError } from '@spectrosim/models';
import type { Split } from './splits.js';

/** What tells whether spectra are strangers: the group of each `[N]`, and a hash of its numbers `[N]`, where it is known. */
export interface Origins {
  readonly groups: readonly string[];
  readonly rowHashes?: readonly string[];
}

/**
 * Refuses a split that knows from training what it is to be tested on: a spectrum, its numbers under another name, a
 * group, or, where runs are to be unseen too, a run.
 *
 * @param runs the run of each spectrum `[N]`, for protocols that hold runs out
 * @throws SpectroSimError `input` naming what is on both sides.
 * @example
 * ```ts
 * assertDisjoint({ train: [0, 1], test: [2, 3] }, dataset);
 * ```
 */
export function assertDisjoint({ train, test }: Split, { groups, rowHashes }: Origins, runs?: readonly string[]): void {
  refuseShared('spectrum', train, test, (i) => `number ${i + 1}`, 'Test on other spectra.');
  refuseShared('group', train, test, (i) => quoted(groups[i]), 'Split by group, so that each is on one side.');
  if (rowHashes !== undefined) {
    const first = new Map(train.map((i) => [rowHashes[i], i]));
    const copy = test.find((i) => first.has(rowHashes[i]));
    if (copy !== undefined) {
      const original = first.get(rowHashes[copy]) as number;
      throw new SpectroSimError(
        'input',
        `Spectra ${original + 1} and ${copy + 1}, of groups ${quoted(groups[original])} and ${quoted(groups[copy])}, are the same numbers, one on the training side and one on the test side. Expected no spectrum twice. Remove one, or give both their true group.`,
      );
    }
  }
  if (runs !== undefined) {
    refuseShared('run', train, test, (i) => quoted(runs[i]), 'Split by run too, so that each is on one side.');
  }
}

function refuseShared(
  what: string,
  train: readonly number[],
  test: readonly number[],
  nameOf: (index: number) => string,
  next: string,
): void {
  const known = new Set(train.map(nameOf));
  const shared = [...new Set(test.map(nameOf))].filter((name) => known.has(name));
  if (shared.length > 0) {
    throw new SpectroSimError(
      'input',
      `The split leaks: ${shared.length === 1 ? `the ${what}` : `${shared.length} ${what}s, such as`} ${shared.slice(0, 3).join(', ')} ${shared.length === 1 ? 'is' : 'are'} on both the training and the test side. Results would be too good. ${next}`,
    );
  }
}

function quoted(name: string | undefined): string {
  return JSON.stringify(name ?? '');
}
