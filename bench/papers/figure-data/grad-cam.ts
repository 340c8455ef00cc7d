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

/** An encoder's average Grad-CAM over held-out batches. */
export interface GradCamResult {
  readonly encoder: string;
  /** m/z `[L]` */
  readonly axis: readonly number[];
  /** Mean of the held-out spectra `[L]`. */
  readonly spectrum: readonly number[];
  /** 0 … 1 `[L]`. */
  readonly map: readonly number[];
  /** Bins of planted peaks. */
  readonly planted: readonly number[];
  /** Pairs within held-out batches: accepted, and all. */
  readonly accepted: number;
  readonly positive: number;
  /** ROC AUC of held-out pairs. */
  readonly auc: number;
}

/**
 * Trains encoders on spectra whose batches differ in ten known peaks and averages Grad-CAM over the pairs of held-out batches that they
 * rightly accept.
 */
export async function gradCamOf(
  encoders: readonly string[],
  { steps, learningRate, threads }: { readonly steps: number; readonly learningRate: number; readonly threads: number },
  onEncoder: (name: string) => void = () => {},
): Promise<GradCamResult[]> {
  const { set, groups, planted } = plantedSet(SEED);
  const dataset = await createDataset(set, { column: 'batch', values: groups });
  const split = holdOutGroups(groups, HELD_OUT, SEED);
  const runtime = nodeRuntime();
  const options: LoadOptions = { provider: 'cpu', threads };
  const engine = graphEngine(runtime, options);
  const held = selectRows(set, split.test);
  const results: GradCamResult[] = [];
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
      const { axis, map, accepted, positive } = await averageGradCam(model, held, pairs);
      results.push({
        encoder: name,
        axis: Array.from(axis.values, (value) => rounded(value, 7)),
        spectrum: meanOf(held),
        map: Array.from(map, (value) => Number(value.toFixed(4))),
        planted,
        accepted,
        positive,
        auc: experiment.metrics.model.auc.mean,
      });
    } finally {
      await model.dispose();
    }
  }
  return results;
}

/** Of the planted peaks, those where the map is in its highest tenth. */
export function plantedFound({ map, planted }: Pick<GradCamResult, 'map' | 'planted'>): number {
  const sorted = [...map].sort((a, b) => b - a);
  const bound = sorted[Math.floor(map.length / 10)] as number;
  return planted.filter((bin) => (map[bin] as number) > bound).length;
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
