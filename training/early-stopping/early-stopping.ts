import type { NamedTensors } from '@spectrosim/models';
import type { EarlyStoppingSettings } from './settings.js';

/** The criterion at a step: the larger, the better. */
export interface Look {
  readonly step: number;
  readonly value: number;
}

/** What early stopping has seen: all that it needs to go on as if it had never stopped. */
export interface StoppingRecord {
  /** From before the first step on. */
  readonly looks: readonly Look[];
  /** What was kept of the state of the best of them. */
  readonly best: NamedTensors;
}

/** Watches a training on what it does not learn from. */
export interface EarlyStopping {
  /** Steps between two looks; the last step has one too. */
  readonly every: number;
  /** Takes the criterion of a state, which becomes the best where none before was as good. */
  look(step: number, state: NamedTensors): Promise<number>;
  /** Whether `patience` looks have gone by without a better one. */
  ended(): boolean;
  record(): StoppingRecord;
}

/**
 * Early stopping: the state with the best criterion is kept, and training ends when no better one has come for a while. The state
 * before the first step is among them. Of equal ones the first is kept.
 *
 * @param ports `keep` takes what is to be kept out of a state, `criterion` measures that
 * @param from what was seen before a checkpoint
 */
export function earlyStopping(
  { every, patience }: Pick<EarlyStoppingSettings, 'every' | 'patience'>,
  {
    keep,
    criterion,
  }: {
    readonly keep: (state: NamedTensors) => NamedTensors;
    readonly criterion: (kept: NamedTensors) => Promise<number>;
  },
  from: StoppingRecord = { looks: [], best: {} },
): EarlyStopping {
  const looks = [...from.looks];
  let { best } = from;
  return {
    every,
    async look(step, state) {
      const kept = keep(state);
      const value = await criterion(kept);
      if (looks.every((earlier) => value > earlier.value)) {
        best = kept;
      }
      looks.push({ step, value });
      return value;
    },
    ended: () => looks.length - 1 - bestOf(looks) >= patience,
    record: () => ({ looks: [...looks], best }),
  };
}

/** The best look of a record. */
export function bestLook({ looks }: StoppingRecord): Look {
  return looks[bestOf(looks)] as Look;
}

function bestOf(looks: readonly Look[]): number {
  return looks.reduce((best, { value }, i) => (value > (looks[best] as Look).value ? i : best), 0);
}
