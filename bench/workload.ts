import { createAxis, createRandom, type NamedTensors } from '@spectrosim/models';
import { encoderOf, headOf, initialModel, type ModelDefinition, prefixed } from '@spectrosim/models/graph';
import {
  augmentationsSchema,
  biasCorrections,
  contrastiveStep,
  drawAugmentations,
  gatherRows,
  type TrainingStep,
  trainingConfigSchema,
} from '@spectrosim/training';

/** Bins of the benchmark's spectra: 65 patches of 32. */
export const BINS = 2080;

/** Batches made before the clock starts, fed in turn. */
const BATCHES = 4;

const SEED = 1;

/** What is timed, whatever the defaults of training become: times of one version are to be compared with those of another. */
const PINNED = trainingConfigSchema.parse({
  encoder: { name: 'transformer', config: { residual: false } },
  head: 'paper',
  temperature: 0.1,
  weightDecay: 0.01,
  clip: 1,
  learningRate: 3e-5,
});

/** One training step with its inputs: what every engine is given. */
export interface Workload {
  /** Encoder, as the rows of the report name it. */
  readonly encoder: string;
  /** Spectra in one step; each gives two views. */
  readonly batch: number;
  readonly step: TrainingStep;
  /** What a peer in another language must build, as plain data. */
  readonly recipe: {
    readonly head: string;
    readonly encoder: string;
    /** The encoder's hyper-parameters. */
    readonly config: unknown;
    readonly noise: number;
  };
  /** Position table and other numbers that training leaves alone. */
  readonly frozen: NamedTensors;
  readonly batches: readonly NamedTensors[];
  /** The scalar inputs at step `t ≥ 1`. */
  scalarsAt(t: number): Readonly<Record<string, number>>;
  /** Makes a batch as training does before every step: spectra picked, and the default augmentations' random numbers drawn. */
  feed(): NamedTensors;
}

/** What is trained: an encoder of the registry with its configuration. */
export interface TrainedEncoder {
  readonly name: string;
  readonly config: unknown;
}

/**
 * An encoder on random spectra: Gaussian noise, SNV, encoder, head, NT-Xent, clipping, AdamW.
 *
 * @param chosenHead `paper` or `spectral`; the paper's when undefined
 * @param chosenEncoder the Transformer of the defaults, without a residual path, when undefined
 */
export function createWorkload(batch: number, chosenHead?: string, chosenEncoder?: TrainedEncoder): Workload {
  const { head: defaultHead, temperature, weightDecay, clip, learningRate } = PINNED;
  const chosen = chosenEncoder ?? PINNED.encoder;
  const head = chosenHead ?? defaultHead;
  const encoder = encoderOf(chosen.name);
  const config = encoder.config.parse(chosen.config);
  const model: ModelDefinition = { preprocessing: [{ step: 'snv' }], encoder: { name: encoder.name, config } };
  const axis = createAxis(
    'm/z',
    Array.from({ length: BINS }, (_, i) => 100 + i / 2),
  );
  const initial = initialModel(model, {}, axis, createRandom(SEED, 'encoder'));
  const headWeights = headOf(head).initial(encoder.widths(config, BINS), createRandom(SEED, 'head'));
  const noise = 0.05;
  const augmentations = augmentationsSchema.parse([{ name: 'gaussianNoise', sigma: noise }]);
  const random = createRandom(SEED, 'draws');
  const batches = Array.from({ length: BATCHES }, (_, i) => ({
    spectra: spectraOf(i, batch),
    ...drawAugmentations(augmentations, 2 * batch, BINS, random),
  }));
  const step = contrastiveStep({
    model,
    head,
    augmentations,
    trainable: { ...initial.trainable, ...prefixed(headWeights, 'head') },
    frozen: initial.frozen,
    running: initial.running,
    sampleBatch: batches[0] as NamedTensors,
  });
  return {
    encoder: encoder.name,
    batch,
    step,
    recipe: { head, encoder: encoder.name, config, noise },
    frozen: initial.frozen,
    batches,
    scalarsAt: (t) => ({
      learningRate,
      weightDecay,
      temperature,
      clip,
      ...biasCorrections(t),
    }),
    feed: () => ({
      spectra: {
        type: 'float32',
        dims: [batch, BINS],
        data: gatherRows(batches[0]?.spectra.data as Float32Array, BINS, random.permutation(batch)),
      },
      ...drawAugmentations(PINNED.augmentations, 2 * batch, BINS, random),
    }),
  };
}

/** Positive intensities with a few high peaks. */
function spectraOf(index: number, batch: number): NamedTensors[string] {
  const random = createRandom(SEED, `spectra ${index}`);
  const data = Float32Array.from({ length: batch * BINS }, () => 1e3 * Math.exp(2 * random.normal()));
  return { type: 'float32', dims: [batch, BINS], data };
}
