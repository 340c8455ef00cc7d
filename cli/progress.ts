import { stderr } from 'node:process';
import type { TrainingProgress } from '@spectrosim/training';
import { Presets, SingleBar } from 'cli-progress';

/** A line that shows how far training is, what loss and spread are and when it ends; silent when standard error is no terminal. */
export interface ProgressLine {
  update(progress: TrainingProgress): void;
  /** Writes something else: the line makes way for it and comes back at the next step. */
  aside(write: () => void): void;
  stop(): void;
}

/** @param label what is under way, such as `fold 2 of 5` */
export function trainingProgress(label: string): ProgressLine {
  const bar = new SingleBar(
    {
      format: `${label} {bar} step {value}/{total} · loss {loss} · spread {spread} · {rate} steps/s · {eta_formatted} left`,
      stream: stderr,
      // A process that is ended at once puts nothing back: it must find the terminal's cursor and line breaks as they were.
      hideCursor: false,
      linewrap: true,
      clearOnComplete: true,
      noTTYOutput: false,
      stopOnComplete: true,
      gracefulExit: false,
    },
    Presets.shades_classic,
  );
  let started = false;
  const stop = () => {
    if (started) {
      bar.stop();
      started = false;
    }
  };
  return {
    update({ step, steps, loss, spread, rate }) {
      const shown = { loss: loss.toFixed(3), spread: spread.toFixed(2), rate: rate.toFixed(1) };
      if (started) {
        bar.update(step, shown);
      } else if (stderr.isTTY) {
        bar.start(steps, step, shown);
        started = true;
      }
    },
    aside(write) {
      stop();
      write();
    },
    stop,
  };
}

/** A line that says what is under way, each replacing the one before; silent when standard error is no terminal. */
export interface StatusLine {
  show(text: string): void;
  clear(): void;
}

/** Makes a {@link StatusLine}. */
export function statusLine(): StatusLine {
  const write = (text: string) => {
    if (stderr.isTTY) {
      stderr.write(`\r\x1b[2K${text}`);
    }
  };
  return { show: (text) => write(text.slice(0, (stderr.columns ?? 80) - 1)), clear: () => write('') };
}

/**
 * Shows how many folds are done, and how long the others will take.
 *
 * @param label what is cross-validated
 * @param workers folds that are computed side by side: until as many are done, nothing is known of their pace @default 1
 */
export function foldProgress(
  { show }: Pick<StatusLine, 'show'>,
  label: string,
  workers = 1,
): (done: number, of: number) => void {
  let started = performance.now();
  return (done, of) => {
    if (done === 0) {
      started = performance.now();
    }
    const left = Math.round(((performance.now() - started) / 1000 / done) * (of - done));
    const time = left < 60 ? `${left} s` : `${Math.floor(left / 60)} min ${left % 60} s`;
    show(`${label}, ${done} of ${of} folds done${done < workers ? '' : `, ${time} left`}`);
  };
}
