import { averageGradCam, type LoadOptions, loadModel, type SpectrumSet, selectRows } from '@spectrosim/models';
import { nodeRuntime } from '@spectrosim/runtime-node';
import {
  allPairs,
  buildArtifact,
  createDataset,
  graphEngine,
  holdOutGroups,
  runExperiment,
  trainingConfigSchema,
} from '@spectrosim/training';
import { plantedSet } from './planted-set.js';

/** Of the spectra, the split and the weights. */
const SEED = 7;
/** Of the groups. */
const HELD_OUT = 0.25;

/** Average Grad-CAM over held-out batches of a set in which it is known what matters. */
export interface GradCamResult {
  /** m/z `[L]` */
  readonly axis: readonly number[];
  /** Mean of the held-out spectra `[L]`. */
  readonly spectrum: readonly number[];
  /** Bins of planted peaks. */
  readonly planted: readonly number[];
  readonly encoders: readonly EncoderMap[];
}

/** Where an encoder looks. */
export interface EncoderMap {
  readonly encoder: string;
  /** 0 … 1 `[L]`. */
  readonly map: readonly number[];
  /** Pairs within held-out batches: accepted, and all. */
  readonly accepted: number;
  readonly positive: number;
  /** ROC AUC of held-out pairs; null of too few. */
  readonly auc: number | null;
}

/**
 * Trains encoders on spectra whose batches differ in ten known peaks and averages Grad-CAM over the pairs of held-out batches that they
 * rightly accept.
 */
export async function gradCamOf(
  encoders: readonly string[],
  { steps, learningRate, threads }: { readonly steps: number; readonly learningRate: number; readonly threads: number },
  onEncoder: (name: string) => void = () => {},
): Promise<GradCamResult> {
  const { set, groups, planted } = plantedSet(SEED);
  const dataset = await createDataset(set, { column: 'batch', values: groups });
  const split = holdOutGroups(groups, HELD_OUT, SEED);
  const runtime = nodeRuntime();
  const options: LoadOptions = { provider: 'cpu', threads };
  const engine = graphEngine(runtime, options);
  const held = selectRows(set, split.test);
  const maps: EncoderMap[] = [];
  for (const name of encoders) {
    onEncoder(name);
    const config = trainingConfigSchema.parse({
      encoder: { name },
      objective: 'sup-con',
      steps,
      learningRate,
      seed: SEED,
    });
    const experiment = await runExperiment(dataset, split, 'a quarter of the batches held out', config, {
      engine,
      runtime,
      options,
    });
    const provenance = { engine: engine.name, ...options };
    const files = await buildArtifact(dataset, split, experiment, config, provenance, runtime, options);
    const model = await loadModel(async (path) => files[path], runtime, options);
    try {
      const pairs = allPairs(split.test.map((row) => groups[row] as string));
      const { map, accepted, positive } = await averageGradCam(model, held, pairs);
      maps.push({
        encoder: name,
        map: Array.from(map, (value) => Number(value.toFixed(4))),
        accepted,
        positive,
        auc: experiment.metrics.model.auc.mean,
      });
    } finally {
      await model.dispose();
    }
  }
  return {
    axis: Array.from(set.axis.values, (value) => rounded(value, 7)),
    spectrum: meanOf(held),
    planted,
    encoders: maps,
  };
}

/**
 * How planted peaks rank by the map among all bins that are as high, the highest tenth of the mean spectrum: the share of pairs of a
 * planted and another bin in which the planted one has the larger number. By chance .5; 1 would be all of them before all others.
 */
export function plantedRank(
  { spectrum, planted }: Pick<GradCamResult, 'spectrum' | 'planted'>,
  map: readonly number[],
): number {
  const high = [...spectrum.entries()]
    .sort(([, a], [, b]) => b - a)
    .slice(0, Math.floor(spectrum.length / 10))
    .flatMap(([bin]) => (planted.includes(bin) ? [] : [map[bin] as number]));
  const wins = planted.flatMap((bin) =>
    high.map((other) => (map[bin] === other ? 0.5 : (map[bin] as number) > other ? 1 : 0)),
  );
  return wins.reduce<number>((sum, win) => sum + win, 0) / wins.length;
}

function meanOf({ intensities, names, axis }: SpectrumSet): number[] {
  const bins = axis.values.length;
  return Array.from({ length: bins }, (_, bin) => {
    let sum = 0;
    for (let row = 0; row < names.length; row++) {
      sum += intensities[row * bins + bin] as number;
    }
    return rounded(sum / names.length, 4);
  });
}

function rounded(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}
