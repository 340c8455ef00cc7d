import { argv, platform, stderr } from 'node:process';

/** Ctrl-C while a training can be saved. */
export interface Interruption {
  /** Aborted by the first Ctrl-C while armed. */
  readonly signal: AbortSignal;
  /** From the first call on, the first Ctrl-C asks to stop. The second, as any that comes when it is not armed, ends the process. */
  arm(): void;
  disarm(): void;
}

/** Makes an {@link Interruption}, not armed. */
export function interruption(): Interruption {
  const controller = new AbortController();
  let armed = false;
  const stop = () => {
    stderr.write('\nStopping after the steps under way. Ctrl-C again ends at once and saves nothing more.\n');
    controller.abort();
  };
  return {
    signal: controller.signal,
    // `once` hands the next one back to the operating system, which needs no turn of the event loop to end the process.
    arm() {
      if (!armed) {
        armed = true;
        process.once('SIGINT', stop);
      }
    },
    disarm: () => void process.off('SIGINT', stop),
  };
}

/**
 * A command, going on from a folder of checkpoints.
 *
 * @param words of the command, `argv` without the program
 */
export function resumingCommand(folder: string, words: readonly string[] = argv.slice(2)): string {
  return commandWith(['--resume', folder], words);
}

/**
 * A command with an option more, where it has not got it.
 *
 * @param option its flag, and its value if it takes one
 * @param words of the command, `argv` without the program
 */
export function commandWith(option: readonly string[], words: readonly string[] = argv.slice(2)): string {
  const [flag] = option;
  const given = words.some((word) => word === flag || word.startsWith(`${flag}=`));
  // After `--` there are no options.
  const end = words.indexOf('--');
  const options = end < 0 ? words.length : end;
  const all = [...words.slice(0, options), ...(given ? [] : option), ...words.slice(options)];
  return ['npx', 'spectrosim', ...all].map(quoted).join(' ');
}

/** A word as a shell takes it. */
function quoted(word: string): string {
  if (/^[\w@%+=:,./\\-]+$/.test(word)) {
    return word;
  }
  return platform === 'win32' ? `"${word.replaceAll('"', '""')}"` : `'${word.replaceAll("'", "'\\''")}'`;
}
