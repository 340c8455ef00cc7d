import { createAxis, createRandom, type NamedTensors } from '@spectrosim/models';
import { encoderOf, initialModel, type ModelDefinition } from '@spectrosim/models/graph';
import {
  augmentationsSchema,
  besideModel,
  biasCorrections,
  contrastiveStep,
  drawAugmentations,
  drawEncoder,
  type ObjectiveInput,
  objectiveOf,
  type TrainingEngine,
  type TrainingStep,
  trainingConfigSchema,
} from '@spectrosim/training';

/** Spectra in one step of the tiny training, and bins of one. */
export const TINY = { batch: 4, bins: 32 } as const;

/** Spectra that batches take in turn, as their indices say: some come again while their keys are in a queue. */
const SPECTRA = 6;

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
  /** @default the Transformer, or of replicates the residual encoder */
  readonly encoder?: ModelDefinition['encoder'];
  /** @default `nt-xent`, or `sup-con` for replicates */
  readonly objective?: ObjectiveInput;
}

const objectiveIn = ({ objective, replicates = false }: TinyVariant): ObjectiveInput =>
  objective ?? (replicates ? 'sup-con' : 'nt-xent');

const residual: ModelDefinition = { ...model, encoder: { name: 'residual', config: { hidden: 12 } } };

/** Batches of positive intensities with their draws, the same for the same seed. */
export function tinyBatches(seed: number, steps: number, variant: TinyVariant = {}): NamedTensors[] {
  const { reads } = objectiveOf(objectiveIn(variant));
  const { encoder } = variant;
  const random = createRandom(seed, 'draws');
  return Array.from({ length: steps }, (_, t) => {
    const intensities = createRandom(seed, `spectra ${t}`);
    const data = Float32Array.from({ length: TINY.batch * TINY.bins }, () => 1e4 * intensities.normal() ** 2);
    return {
      spectra: { type: 'float32', dims: [TINY.batch, TINY.bins], data },
      ...drawAugmentations(augmentations, 2 * TINY.batch, TINY.bins, random),
      ...(encoder && drawEncoder(encoder, 2 * TINY.batch, TINY.bins, createRandom(seed, `encoder ${t}`))),
      ...(reads.includes('groups') && {
        groups: { type: 'int32', dims: [TINY.batch], data: Int32Array.of(5, 2, 2, 7) },
      }),
      ...(reads.includes('indices') && {
        indices: {
          type: 'int32',
          dims: [TINY.batch],
          data: Int32Array.from({ length: TINY.batch }, (_, i) => (TINY.batch * t + i) % SPECTRA),
        },
      }),
      ...(variant.replicates && { noise: noiseOf(seed, t) }),
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
  const { head = 'paper', replicates = false, encoder: chosen } = variant;
  const usual = replicates ? residual : model;
  const definition = chosen === undefined ? usual : { ...usual, encoder: chosen };
  const { trainable, frozen, running } = initialModel(definition, {}, axis, createRandom(seed, 'weights'));
  const encoder = encoderOf(definition.encoder.name);
  const widths = encoder.widths(encoder.config.parse(definition.encoder.config), TINY.bins);
  const objective = trainingConfigSchema.parse({ objective: objectiveIn(variant) }).objective;
  const beside = besideModel({ head, objective, seed }, widths);
  const [sampleBatch] = tinyBatches(seed, 1, variant) as [NamedTensors];
  return contrastiveStep({
    model: definition,
    head,
    objective,
    augmentations,
    trainable: { ...trainable, ...beside.trainable },
    objectiveState: beside.objectiveState,
    frozen,
    running,
    sampleBatch,
  });
}

/** Of a momentum target, where there is one: fast, so that few steps show it. */
export const TARGET_DECAY = 0.75;

/** The scalar inputs at step `t ≥ 1`. */
export function tinyScalars(t: number, variant: TinyVariant = {}): Readonly<Record<string, number>> {
  const follows = objectiveOf(objectiveIn(variant)).targetDecay !== undefined;
  return {
    learningRate: 1e-3,
    weightDecay: 0.01,
    temperature: 0.2,
    clip: 1,
    ...biasCorrections(t),
    ...(follows && { targetDecay: TARGET_DECAY }),
  };
}

/** Results and last state of a tiny training. */
export interface TinyTraining {
  readonly results: readonly Readonly<Record<string, number>>[];
  readonly state: NamedTensors;
}

/** How a tiny training is run. */
export interface TinyRun extends TinyVariant {
  /** @default 1 */
  readonly seed?: number;
  /** @default 20 */
  readonly steps?: number;
  /** Steps that the engine is given at once. @default 1 */
  readonly together?: number;
}

/** Trains on an engine from a seed. */
export async function tinyTraining(
  engine: TrainingEngine,
  { seed = 1, steps = 20, together = 1, ...variant }: TinyRun = {},
): Promise<TinyTraining> {
  const training = await engine.start(tinyStep(seed, variant));
  const results: Readonly<Record<string, number>>[] = [];
  const inputs = tinyBatches(seed, steps, variant).map((batch, i) => ({ batch, scalars: tinyScalars(i + 1, variant) }));
  for (let start = 0; start < steps; start += together) {
    results.push(...(await training.steps(inputs.slice(start, start + together))));
  }
  const state = await training.state();
  await training.dispose();
  return { results, state };
}
