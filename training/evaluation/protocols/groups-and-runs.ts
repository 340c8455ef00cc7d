import { createRandom, SpectroSimError } from '@spectrosim/models';
import { countPairs } from '../evaluate.js';
import { pairsAmong } from '../pairs.js';
import { groupFolds } from '../splits.js';
import type { Fold, ProtocolData } from './fold.js';

/**
 * Folds in which both the groups *and* the runs of the test spectra are unseen: each part of the groups crossed with
 * each part of the runs. Test: the spectra of both parts. Training: those of neither. The rest, which share one of
 * them, sit the fold out.
 *
 * @param folds parts of the groups
 * @param runFolds parts of the runs
 * @throws SpectroSimError `input` when a run is not known, there are too few, or a fold lacks pairs of one group or of
 * two on either side: then groups and runs do not cross enough for this question to be asked.
 */
export function groupAndRunFolds(data: ProtocolData, folds: number, runFolds: number, seed: number): Fold[] {
  const { groups, runs } = data;
  if (runs === undefined) {
    throw new SpectroSimError(
      'input',
      'Testing on unseen runs needs to know the run of each spectrum. Name the column with --run, or test on unseen groups alone.',
    );
  }
  const unknown = runs.filter((run) => run === '').length;
  const names = [...new Set(runs)];
  if (unknown > 0 || names.length < runFolds) {
    throw new SpectroSimError(
      'input',
      `Testing on unseen runs in ${runFolds} parts needs ${runFolds} runs or more and one for every spectrum, got ${names.length} and ${unknown} spectra without. Fill in the run column, or test on unseen groups alone.`,
    );
  }
  const order = createRandom(seed, 'run-folds').permutation(names.length);
  const partOf = new Map(order.map((run, position) => [names[run] as string, position % runFolds]));
  return groupFolds(groups, folds, seed).flatMap(({ train, test }) =>
    Array.from({ length: runFolds }, (_, part) => {
      const held = (i: number) => partOf.get(runs[i] as string) === part;
      const fold = { train: train.filter((i) => !held(i)), test: test.filter(held) };
      for (const side of ['train', 'test'] as const) {
        refuseOneKind(
          fold[side],
          side,
          groups,
          names.filter((run) => partOf.get(run) === part),
        );
      }
      return fold;
    }),
  );
}

function refuseOneKind(
  indices: readonly number[],
  side: 'train' | 'test',
  groups: readonly string[],
  held: string[],
): void {
  try {
    countPairs(
      side === 'train' ? 'training' : 'test',
      pairsAmong(indices, groups),
      indices.map((i) => groups[i] as string),
    );
  } catch (cause) {
    throw new SpectroSimError(
      'input',
      `With the runs ${held.slice(0, 5).join(', ')} and a part of the groups held out: ${(cause as Error).message} Groups and runs do not cross enough to be unseen together: test on unseen groups alone, or hold out more of each.`,
      { cause },
    );
  }
}
