import { type LoadOptions, SpectroSimError, selectRows } from '@spectrosim/models';
import { resolveRoles } from '@spectrosim/models/io';
import { nodeRuntime } from '@spectrosim/runtime-node';
import {
  createDataset,
  type Dataset,
  graphEngine,
  holdOutGroups,
  runExperiment,
  simulate,
  simulatorParameters,
  trainingConfigSchema,
} from '@spectrosim/training';
import { STEPS } from './experiments.js';

/** Rates that are tried. */
const RATES = [3e-5, 3e-4, 1e-3] as const;

/** Encoders of different kinds, for which one rate is to do. */
const ENCODERS = ['transformer', 'cnn', 'mamba', 'paper/vae'] as const;

/** Simulated sets: no table has these seeds. */
const SEEDS = [100] as const;

/** Of the groups that are set aside, twice: once those that a table would test, which nothing looks at, and of the rest once more. */
const ASIDE = 0.25;

/** What the rate was chosen by. */
export interface LearningRateChoice {
  readonly learningRate: number;
  /** Mean ROC AUC over encoders and seeds, by rate. */
  readonly tried: readonly { readonly learningRate: number; readonly auc: number }[];
  readonly encoders: readonly string[];
  readonly seeds: readonly number[];
  readonly steps: number;
}

/** How much of it is done. */
export interface LearningRateOptions {
  readonly threads: number;
  readonly quick: boolean;
  readonly onRun: (text: string) => void;
}

/**
 * Chooses one learning rate for all encoders, by groups set aside on the training side of sets that no table has: nothing that a table
 * tests is looked at.
 */
export async function chooseLearningRate({ threads, quick, onRun }: LearningRateOptions): Promise<LearningRateChoice> {
  const runtime = nodeRuntime();
  const options: LoadOptions = { provider: 'cpu', threads };
  const ports = { engine: graphEngine(runtime, options), runtime, options };
  const [rates, encoders, seeds, steps] = quick
    ? [RATES.slice(0, 2), ENCODERS.slice(0, 1), SEEDS.slice(0, 1), 3]
    : [RATES, ENCODERS, SEEDS, STEPS];
  const aucs = new Map<number, number[]>(rates.map((rate) => [rate, []]));
  let done = 0;
  for (const seed of seeds) {
    const dataset = await trainingSide(seed);
    const split = holdOutGroups(dataset.groups, ASIDE, seed);
    for (const name of encoders) {
      for (const learningRate of rates) {
        const config = trainingConfigSchema.parse({ encoder: { name }, steps, learningRate, seed });
        const { metrics } = await runExperiment(dataset, split, 'set aside', config, ports);
        const auc = metrics.model.auc.mean;
        if (auc === null) {
          throw new SpectroSimError(
            'input',
            `No ROC AUC of the groups set aside with seed ${seed}. Expected pairs of both kinds.`,
          );
        }
        aucs.get(learningRate)?.push(auc);
        done++;
        onRun(
          `learning rate, ${done} of ${rates.length * encoders.length * seeds.length}: ${name}, ${learningRate}, seed ${seed}: ${auc.toFixed(3)}`,
        );
      }
    }
  }
  const tried = [...aucs].map(([learningRate, values]) => ({
    learningRate,
    auc: values.reduce((sum, value) => sum + value, 0) / values.length,
  }));
  const [best] = [...tried].sort((a, b) => b.auc - a.auc) as [(typeof tried)[number]];
  return { learningRate: best.learningRate, tried, encoders, seeds, steps };
}

/** The training side of a simulated set. */
async function trainingSide(seed: number): Promise<Dataset> {
  const set = simulate(simulatorParameters('default', {}), seed);
  const { group, included } = resolveRoles(set, { group: 'batch' });
  const groups = included.map((row) => group.values[row] as string);
  const rows = holdOutGroups(groups, ASIDE, seed).train;
  return createDataset(
    selectRows(
      set,
      rows.map((row) => included[row] as number),
    ),
    { column: 'batch', values: rows.map((row) => groups[row] as string) },
  );
}
