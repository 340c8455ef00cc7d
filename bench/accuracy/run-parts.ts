import type { Part } from './part.js';
import type { PartStore } from './part-store.js';

/** Where progress is shown. */
export interface ProgressOutput {
  /** A line that stays. */
  note(text: string): void;
  /** A line that the next one replaces; nothing where there is no terminal. */
  status(text: string): void;
}

/** Runs parts one after the other, telling how long the rest will take; those whose results are kept are not run again. */
export function partRunner(parts: readonly Part<unknown>[], store: PartStore, output: ProgressOutput) {
  const missing = parts.filter((part) => store.get(part) === undefined);
  const all = missing.reduce((sum, { cost }) => sum + cost, 0);
  const started = performance.now();
  let spent = 0;
  let number = 0;
  if (missing.length < parts.length) {
    output.note(`${parts.length - missing.length} of ${parts.length} parts are there from an earlier run.`);
  }
  return async <T>(part: Part<T>): Promise<T> => {
    const known = store.get(part);
    if (known !== undefined) {
      return known;
    }
    number++;
    const began = performance.now();
    const label = `${number} of ${missing.length}: ${part.name}`;
    const show = (share: number) => {
      const done = spent + share * part.cost;
      const elapsed = (performance.now() - started) / 1000;
      // Before anything is done, what parts cost on two quiet cores is all that is known.
      const left = done > 0 ? (elapsed * (all - done)) / done : all;
      output.status(`${label}, ${Math.round(100 * share)}%; ${minutes(left)} left`);
    };
    show(0);
    // Read back as it will be when it is read from the file.
    const result = part.schema.parse(JSON.parse(JSON.stringify(await part.run(show))));
    spent += part.cost;
    store.set(part, result);
    const elapsed = (performance.now() - started) / 1000;
    output.note(
      `${label}: ${((performance.now() - began) / 1000).toFixed(0)} s; ${minutes((elapsed * (all - spent)) / spent)} left`,
    );
    return result;
  };
}

function minutes(seconds: number): string {
  return seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
