import { type CpuInfo, cpus, loadavg } from 'node:os';
import { createAxis } from '@spectrosim/models';
import {
  createProtocol,
  type Dataset,
  evaluateVerifier,
  type SimulatorInput,
  simulatorParameters,
} from '@spectrosim/training';
import { defaultWorkers, ladderWorkers } from 'spectrosim/ladder-workers';
import { z } from 'zod';
import type { Part } from '../part.js';
import type { Ports } from '../ports.js';
import { simulatedSet } from '../sets.js';

/** 20 groups of 20 spectra of 1,857 bins. */
const DESIGN = { axis: { bins: 1857 }, design: { batches: 20, fishPerBatch: 20 } };

const PRESET = 'default';

const schema = z.object({
  spectra: z.number(),
  bins: z.number(),
  groups: z.number(),
  partitions: z.number(),
  seconds: z.number(),
  /** Of all threads. */
  cpuSeconds: z.number(),
  processor: z.string(),
  cores: z.number(),
  threads: z.number(),
  /** Folds computed side by side, at most. */
  workers: z.number(),
  /** Of the machine, in the minute before. */
  load: z.number(),
  /** Busy time of all cores meanwhile, less that of this process. */
  otherCpuSeconds: z.number(),
});

/** How long `evaluate` takes on a large set. */
export type Timing = z.infer<typeof schema>;

/** Kinds of axes: each has preprocessings of its own. */
export const TIMED_AXES = ['profiles', 'table of peaks'] as const;

/** One of {@link TIMED_AXES}. */
export type TimedAxis = (typeof TIMED_AXES)[number];

/** Times `evaluate --candidates floor,linear,ensemble` with its own number of workers, without what reads files. */
export function timingPart(
  axis: TimedAxis,
  partitions: number,
  cost: number,
  { run, threads }: Ports,
  design: SimulatorInput = DESIGN,
): Part<Timing> {
  const simulated = simulatorParameters(PRESET, design);
  const workers = defaultWorkers({
    count: simulated.design.batches * simulated.design.fishPerBatch,
    bins: simulated.axis.bins,
  });
  return {
    name: `timing ${axis}`,
    cost,
    // Seconds of one machine are no other's.
    settings: { partitions, processor: processorName(), cores: cpus().length, workers, design },
    schema,
    async run(progress) {
      const dataset = await timedSet(axis, design);
      const [load = 0] = loadavg();
      const before = process.cpuUsage();
      const busyBefore = busySeconds(cpus());
      const started = performance.now();
      await evaluateVerifier(dataset, createProtocol('groups', dataset), {
        seed: 1,
        partitions,
        candidates: ['floor', 'linear', 'ensemble'],
        run,
        ...(workers > 1 && { ladders: ladderWorkers({ workers, options: { provider: 'cpu', threads } }) }),
        onFold: (done, of) => progress(done / of),
      });
      const seconds = (performance.now() - started) / 1000;
      const { user, system } = process.cpuUsage(before);
      const cpuSeconds = (user + system) / 1e6;
      return {
        spectra: dataset.names.length,
        bins: dataset.rows.bins,
        groups: new Set(dataset.groups).size,
        partitions,
        seconds,
        cpuSeconds,
        processor: processorName(),
        cores: cpus().length,
        threads,
        workers,
        load,
        // Cores count in ticks, this process in microseconds: on a quiet machine the difference may be just below 0.
        otherCpuSeconds: Math.max(0, busySeconds(cpus()) - busyBefore - cpuSeconds),
      };
    },
  };
}

/** The simulated set on an axis of the kind: peaks are the same bins, the upper half moved away by a gap of ten. */
export async function timedSet(axis: TimedAxis, design: SimulatorInput): Promise<Dataset> {
  return simulatedSet(PRESET, 1, design, (even) => {
    if (axis === 'profiles') {
      return even;
    }
    const { values, quantity } = even;
    const gap = 10 * ((values[1] as number) - (values[0] as number));
    return createAxis(
      quantity,
      values.map((value, i) => (i < values.length / 2 ? value : value + gap)),
    );
  });
}

/** Seconds in which cores were not idle, since the machine started. */
export function busySeconds(cores: readonly Pick<CpuInfo, 'times'>[]): number {
  return cores.reduce((sum, { times: { user, nice, sys, irq } }) => sum + user + nice + sys + irq, 0) / 1000;
}

function processorName(): string {
  return cpus()[0]?.model.trim() ?? 'unknown';
}
