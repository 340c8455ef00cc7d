import { createAxis, createRandom, type NamedTensors } from '@spectrosim/models';
import { encoderOf, headOf, initialModel, type ModelDefinition, prefixed } from '@spectrosim/models/graph';
import {
  augmentationsSchema,
  biasCorrections,
  contrastiveStep,
  drawAugmentations,
  type TrainingEngine,
  type TrainingStep,
} from '@spectrosim/training';

/** Spectra in one step of the tiny training, and bins of one. */
export const TINY = { batch: 4, bins: 32 } as const;

/** 2 layers, width 16, 8 tokens, no dropout. */
const model: ModelDefinition = {
  preprocessing: [{ step: 'sqrt' }, { step: 'snv' }],
  encoder: { name: 'transformer', config: { patch: 4, width: 16, layers: 2, heads: 2, feedForward: 16, embedding: 8 } },
};
const augmentations = augmentationsSchema.parse(
  ['gaussianNoise', 'circularShift', 'scale', 'crop', 'peakHeight'].map((name) => ({ name })),
);
const axis = createAxis(
  'm/z',
  Array.from({ length: TINY.bins }, (_, i) => 77 + i / 2),
);

/** What else may be trained: groups told apart by an encoder that starts at the spectrum, its views noisy after preprocessing. */
export interface TinyVariant {
  readonly head?: string;
  readonly replicates?: boolean;
  /** In place of the Transformer. */
  readonly encoder?: ModelDefinition['encoder'];
}

const residual: ModelDefinition = { ...model, encoder: { name: 'residual', config: { hidden: 12 } } };

/** Batches of positive intensities with their draws, the same for the same seed. */
export function tinyBatches(seed: number, steps: number, { replicates = false }: TinyVariant = {}): NamedTensors[] {
  const random = createRandom(seed, 'draws');
  return Array.from({ length: steps }, (_, t) => {
    const intensities = createRandom(seed, `spectra ${t}`);
    const data = Float32Array.from({ length: TINY.batch * TINY.bins }, () => 1e4 * intensities.normal() ** 2);
    return {
      spectra: { type: 'float32', dims: [TINY.batch, TINY.bins], data },
      ...drawAugmentations(augmentations, 2 * TINY.batch, TINY.bins, random),
      ...(replicates && {
        groups: { type: 'int32', dims: [TINY.batch], data: Int32Array.of(5, 2, 2, 7) },
        noise: noiseOf(seed, t),
      }),
    };
  });
}

function noiseOf(seed: number, t: number): NamedTensors[string] {
  const random = createRandom(seed, `noise ${t}`);
  const data = Float32Array.from({ length: 2 * TINY.batch * TINY.bins }, () => 0.3 * random.normal());
  return { type: 'float32', dims: [2 * TINY.batch, TINY.bins], data };
}

/** The step of a tiny training: augmentations, Transformer, NT-Xent, clipping, AdamW; or, of replicates, residual encoder and SupCon. */
export function tinyStep(seed: number, variant: TinyVariant = {}): TrainingStep {
  const { head = 'paper', replicates = false, encoder: other } = variant;
  const definition = other === undefined ? (replicates ? residual : model) : { ...model, encoder: other };
  const { trainable, frozen, running } = initialModel(definition, {}, axis, createRandom(seed, 'weights'));
  const encoder = encoderOf(definition.encoder.name);
  const widths = encoder.widths(encoder.config.parse(definition.encoder.config), TINY.bins);
  const headWeights = prefixed(headOf(head).initial(widths, createRandom(seed, 'head')), 'head');
  const [sampleBatch] = tinyBatches(seed, 1, variant) as [NamedTensors];
  return contrastiveStep({
    model: definition,
    head,
    objective: replicates ? 'sup-con' : 'nt-xent',
    augmentations,
    trainable: { ...trainable, ...headWeights },
    frozen,
    running,
    sampleBatch,
  });
}

/** The scalar inputs at step `t ≥ 1`. */
export function tinyScalars(t: number): Readonly<Record<string, number>> {
  return { learningRate: 1e-3, weightDecay: 0.01, temperature: 0.2, clip: 1, ...biasCorrections(t) };
}

/** Results and last state of a tiny training. */
export interface TinyTraining {
  readonly results: readonly Readonly<Record<string, number>>[];
  readonly state: NamedTensors;
}

/** Trains on an engine from a seed. */
export async function tinyTraining(
  engine: TrainingEngine,
  { seed = 1, steps = 20, ...variant }: TinyVariant & { readonly seed?: number; readonly steps?: number } = {},
): Promise<TinyTraining> {
  const training = await engine.start(tinyStep(seed, variant));
  const results: Readonly<Record<string, number>>[] = [];
  for (const [i, batch] of tinyBatches(seed, steps, variant).entries()) {
    results.push(await training.step(batch, tinyScalars(i + 1)));
  }
  const state = await training.state();
  await training.dispose();
  return { results, state };
}
