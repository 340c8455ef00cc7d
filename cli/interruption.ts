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
    stderr.write('\nStopping after this step. Ctrl-C again ends at once and saves nothing more.\n');
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

/** The command that this process was started by, going on from a folder of checkpoints. */
export function resumingCommand(folder: string): string {
  const words = argv.slice(2);
  const given = words.some((word) => word === '--resume' || word.startsWith('--resume='));
  return ['npx', 'spectrosim', ...words, ...(given ? [] : ['--resume', folder])].map(quoted).join(' ');
}

/** A word as a shell takes it. */
function quoted(word: string): string {
  if (/^[\w@%+=:,./\\-]+$/.test(word)) {
    return word;
  }
  return platform === 'win32' ? `"${word.replaceAll('"', '""')}"` : `'${word.replaceAll("'", "'\\''")}'`;
}
