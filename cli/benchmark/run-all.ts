import type { RunOutcome } from './do-run.js';
import type { PlannedRun } from './plan-runs.js';
import { type Capacity, nextRun } from './schedule.js';
import type { Worker } from './worker.js';

/** How runs are done. */
export interface RunAllOptions extends Capacity {
  readonly versions: Readonly<Record<string, string>>;
  readonly scoresFolder?: string;
  readonly start: () => Worker;
  /** Told of each run as it ends, in the order in which they do. */
  readonly onOutcome: (run: PlannedRun, outcome: RunOutcome) => void;
  /** Told when a run starts or ends, with those under way. */
  readonly onChange: (underway: readonly PlannedRun[]) => void;
  /** Ends all processes; runs under way are as if they had never started. */
  readonly signal: AbortSignal;
}

/** Does runs in processes of their own, as many at once as there is room for. */
export async function runAll(
  runs: readonly PlannedRun[],
  { versions, scoresFolder, start, onOutcome, onChange, signal, ...capacity }: RunAllOptions,
): Promise<void> {
  const waiting = [...runs];
  const underway = new Map<PlannedRun, Promise<PlannedRun>>();
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  const endAll = () => Promise.all([...all].map((worker) => worker.end()));
  let stopped = false;
  const stop = () => {
    stopped = true;
    void endAll();
  };
  signal.addEventListener('abort', stop);
  const begin = async (run: PlannedRun): Promise<PlannedRun> => {
    // Memory that others keep is not there for a run that needs much of it.
    if (run.alone) {
      await Promise.all(idle.splice(0).map((worker) => dismissed(worker)));
    }
    const worker = idle.pop() ?? started();
    const outcome = await worker.run({ run, versions, ...(scoresFolder !== undefined && { scoresFolder }) });
    // What comes out of a process that was ended says nothing of its run.
    if (!stopped) {
      onOutcome(run, outcome);
    }
    if (worker.alive() && !run.alone) {
      idle.push(worker);
    } else {
      await dismissed(worker);
    }
    return run;
  };
  const started = () => {
    const worker = start();
    all.add(worker);
    return worker;
  };
  const dismissed = async (worker: Worker) => {
    all.delete(worker);
    await worker.end();
  };
  try {
    while (!signal.aborted && (waiting.length > 0 || underway.size > 0)) {
      for (let place = nextRun(waiting, [...underway.keys()], capacity); place !== undefined; ) {
        const [run] = waiting.splice(place, 1) as [PlannedRun];
        underway.set(run, begin(run));
        place = nextRun(waiting, [...underway.keys()], capacity);
      }
      onChange([...underway.keys()]);
      underway.delete(await Promise.race(underway.values()));
    }
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
    await Promise.allSettled(underway.values());
    await endAll();
  }
}
