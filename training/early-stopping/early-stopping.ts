import type { NamedTensors } from '@spectrosim/models';
import type { EarlyStoppingSettings } from './settings.js';

/** The criterion at a step. */
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
  /** What the criterion is. */
  readonly criterion: EarlyStoppingSettings['criterion'];
  /** Takes the criterion of a state, which becomes the best where none before was as good. */
  look(step: number, state: NamedTensors): Promise<number>;
  /** Whether `patience` looks have gone by without a better one. */
  ended(): boolean;
  /** The best look so far. */
  best(): Look;
  record(): StoppingRecord;
}

/**
 * Early stopping: the state with the best criterion is kept, and training ends when no better one has come for a while. The state
 * before the first step is among them. Of equal ones the first is kept.
 *
 * @param ports `keep` takes what is to be kept out of a state, `measure` takes the criterion of a state
 * @param from what was seen before a checkpoint
 */
export function earlyStopping(
  { criterion, every, patience }: Pick<EarlyStoppingSettings, 'criterion' | 'every' | 'patience'>,
  {
    keep,
    measure,
  }: {
    readonly keep: (state: NamedTensors) => NamedTensors;
    readonly measure: (state: NamedTensors) => Promise<number>;
  },
  from: StoppingRecord = { looks: [], best: {} },
): EarlyStopping {
  const looks = [...from.looks];
  let { best } = from;
  return {
    criterion,
    every,
    async look(step, state) {
      const value = await measure(state);
      if (looks.every((earlier) => isBetter(criterion, value, earlier.value))) {
        best = keep(state);
      }
      looks.push({ step, value });
      return value;
    },
    ended: () => looks.length - 1 - bestOf(criterion, looks) >= patience,
    best: () => looks[bestOf(criterion, looks)] as Look,
    record: () => ({ looks: [...looks], best }),
  };
}

function bestOf(criterion: EarlyStoppingSettings['criterion'], looks: readonly Look[]): number {
  return looks.reduce((best, { value }, i) => (isBetter(criterion, value, (looks[best] as Look).value) ? i : best), 0);
}

function isBetter(criterion: EarlyStoppingSettings['criterion'], value: number, than: number): boolean {
  return criterion === 'auc' ? value > than : value < than;
}
