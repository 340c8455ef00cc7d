import type { StepInputs } from '../engines/engine.js';

/** What steps are fed, drawn in their order and each once, some of it before it is needed. */
export interface StepsAhead {
  /** The inputs of the next `count` steps; they stay the next until they are taken. @throws whatever drawing them threw */
  next(count: number): readonly StepInputs[];
  /** Draws until `count` wait. What drawing throws is kept for the `next` that needs the step: it may never come to that. */
  prepare(count: number): void;
  /** Lets go of the first `count`. */
  taken(count: number): void;
}

/**
 * Inputs of steps, drawn ahead.
 *
 * @param draw makes the inputs of the step after `t − 1`, asked for every `t` in order
 * @param before steps taken already
 */
export function stepsAhead(draw: (t: number) => StepInputs, before: number): StepsAhead {
  const waiting: StepInputs[] = [];
  let drawn = before;
  let failure: { readonly error: unknown } | undefined;
  const prepare = (count: number) => {
    try {
      while (failure === undefined && waiting.length < count) {
        waiting.push(draw(drawn + 1));
        drawn++;
      }
    } catch (error) {
      failure = { error };
    }
  };
  return {
    prepare,
    next(count) {
      prepare(count);
      if (waiting.length < count && failure !== undefined) {
        throw failure.error;
      }
      return waiting.slice(0, count);
    },
    taken(count) {
      waiting.splice(0, count);
    },
  };
}
