import { cpus, loadavg } from 'node:os';
import { createProtocol, evaluateVerifier } from '@spectrosim/training';
import { z } from 'zod';
import type { Part } from '../part.js';
import type { Ports } from '../ports.js';
import { simulatedSet } from '../sets.js';

/** 20 groups of 20 spectra of 1,857 bins. */
const DESIGN = { axis: { bins: 1857 }, design: { batches: 20, fishPerBatch: 20 } };

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
  /** Of the machine, in the minute before: above a fraction of a core, something else was running. */
  load: z.number(),
});

/** How long `evaluate` takes on a large set. */
export type Timing = z.infer<typeof schema>;

/** Times `evaluate --candidates floor,linear,ensemble`. */
export function timingPart(partitions: number, threads: number, cost: number, { run }: Ports): Part<Timing> {
  return {
    name: 'timing',
    cost,
    settings: { partitions, threads },
    schema,
    async run(progress) {
      const dataset = await simulatedSet('default', 1, DESIGN);
      const [load = 0] = loadavg();
      const before = process.cpuUsage();
      const started = performance.now();
      await evaluateVerifier(dataset, createProtocol('groups', dataset), {
        seed: 1,
        partitions,
        candidates: ['floor', 'linear', 'ensemble'],
        run,
        onFold: (done, of) => progress(done / of),
      });
      const { user, system } = process.cpuUsage(before);
      const processors = cpus();
      return {
        spectra: dataset.names.length,
        bins: dataset.rows.bins,
        groups: new Set(dataset.groups).size,
        partitions,
        seconds: (performance.now() - started) / 1000,
        cpuSeconds: (user + system) / 1e6,
        processor: processors[0]?.model.trim() ?? 'unknown',
        cores: processors.length,
        threads,
        load,
      };
    },
  };
}
