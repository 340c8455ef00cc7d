import type { ErrorCode } from '@spectrosim/models';

/** What the command's exit status means; 130 is what shells give a command that Ctrl-C ended. */
export const EXIT = { ok: 0, check: 1, usage: 2, input: 3, runtime: 4, interrupted: 130 } as const;

/** The exit status of each kind of error. */
export const EXIT_OF: Readonly<Record<ErrorCode, number>> = {
  check: EXIT.check,
  training: EXIT.check,
  interrupted: EXIT.interrupted,
  graph: EXIT.check,
  usage: EXIT.usage,
  exists: EXIT.usage,
  input: EXIT.input,
  artifact: EXIT.input,
  runtime: EXIT.runtime,
  unavailable: EXIT.runtime,
};
