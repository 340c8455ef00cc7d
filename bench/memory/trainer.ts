/**
 * A process that trains one encoder and says how much memory that took. Run by `memory.ts`.
 *
 * @module
 */
import { argv, stdout } from 'node:process';
import { createAxis, createRandom } from '@spectrosim/models';
import { nodeRuntime } from '@spectrosim/runtime-node';
import { graphEngine, runOnRows, train, trainingConfigSchema } from '@spectrosim/training';
import { BINS } from '../workload.js';
import { peakMb } from './peak.js';

/** What the process is told, as JSON. */
export interface TrainerTask {
  readonly encoder: { readonly name: string; readonly config: unknown };
  readonly batch: number;
  readonly steps: number;
  readonly threads: number;
}

/** What it prints, as JSON. */
export interface TrainerAnswer {
  readonly peakMb: number;
  /** The same before training: the program itself and the spectra. */
  readonly before: number;
  /** Numbers trained, the head's left out. */
  readonly parameters: number;
  readonly lastLoss: number;
}

/** Spectra in the set, in batches. */
const BATCHES = 4;

const { encoder, batch, steps, threads } = JSON.parse(argv[2] as string) as TrainerTask;
const random = createRandom(1, 'spectra');
const count = BATCHES * batch;
const data = Float32Array.from({ length: count * BINS }, () => 1e3 * Math.exp(2 * random.normal()));
const axis = createAxis(
  'm/z',
  Array.from({ length: BINS }, (_, i) => 100 + i / 2),
);
const options = { provider: 'cpu', threads } as const;
const before = peakMb();
const { parameters, losses } = await train(
  { rows: { count, bins: BINS, data }, axis, groups: Array.from({ length: count }, (_, i) => i) },
  [{ step: 'snv' }],
  trainingConfigSchema.parse({ encoder, batch, steps }),
  {
    engine: graphEngine(nodeRuntime(), options),
    runOnRows: (...given) => runOnRows(nodeRuntime(), options, ...given),
  },
);
const answer: TrainerAnswer = { peakMb: peakMb(), before, parameters, lastLoss: losses.at(-1) as number };
stdout.write(JSON.stringify(answer));
