import { recipeInputSchema } from '@spectrosim/models';
import { z } from 'zod';
import { augmentationsSchema } from './augment/augment.js';
import { earlyStoppingSchema } from './early-stopping/settings.js';
import { scheduleSchema } from './loop/schedule.js';
import { noiseSchema } from './noise/draw-noise.js';
import { objectiveSchema } from './objectives/registry.js';

/** Everything that decides what a training gives, apart from the data, the engine and its threads. */
export const trainingConfigSchema = z.strictObject({
  /**
   * What is done to raw intensities, in the graph: a recipe, as a list or as a line of text (`sqrt → snv`), or `floor` for
   * the one whose cosine ranks the training pairs best, since preprocessing decides more than the network. @default 'floor'
   */
  preprocessing: z.union([z.literal('floor'), recipeInputSchema]).default('floor'),
  /** What is trained. @default a Transformer whose correction is added to the preprocessed spectrum */
  encoder: z
    .strictObject({ name: z.string(), config: z.record(z.string(), z.unknown()).default({}) })
    .default({ name: 'transformer', config: { residual: true } }),
  /**
   * What is minimised: a name, or `{ name, config }` with the objective's settings. `nt-xent`, `byol`, `barlow-twins`, `simsiam`, `moco`
   * and `vicreg` need no labels; `sup-con`, `triplet` and `classification` read the training groups. @default 'nt-xent'
   */
  objective: objectiveSchema.default('nt-xent'),
  /** Projection head: `paper`, `spectral` or `centred`; `classification` has none. @default 'paper' */
  head: z.string().default('paper'),
  /** How two views of a spectrum differ, in order. */
  augmentations: augmentationsSchema.default([
    { name: 'peakHeight', sigma: 0.5 },
    { name: 'gaussianNoise', sigma: 0.01 },
  ]),
  /** Noise added to preprocessed views, from how the replicates of training groups differ. @default 'none' */
  noise: z.union([z.literal('none'), noiseSchema]).default('none'),
  /** Temperature τ of `nt-xent`, `sup-con` and `moco`. @default 0.1 */
  temperature: z.number().positive().default(0.1),
  /** Spectra in one step; each gives two views. Lowered to the training set's size when that is smaller. @default 16 */
  batch: z.int().min(2).default(16),
  /** Training steps. @default 200 */
  steps: z.int().min(1).default(200),
  /** AdamW's peak learning rate. @default 0.00003 */
  learningRate: z.number().positive().default(3e-5),
  /** How the learning rate runs over the steps. @default a cosine with warm-up over 0.1 of the steps */
  schedule: scheduleSchema.default({ name: 'cosine', warmUp: 0.1 }),
  /** AdamW's decay of weight matrices. @default 0.01 */
  weightDecay: z.number().min(0).default(0.01),
  /** Largest global gradient norm. @default 1 */
  clip: z.number().positive().default(1),
  /** Decay of a running mean of the weights, which is then what is exported; 0 exports the last weights. @default 0 */
  ema: z.number().min(0).lt(1).default(0),
  /** End when training groups that were set aside are told apart no better, and export the best state. @default 'none' */
  earlyStopping: z.union([z.literal('none'), earlyStoppingSchema]).default('none'),
  /** @default 1 */
  seed: z.int().min(0).default(1),
});

/** A resolved training configuration. */
export type TrainingConfig = z.infer<typeof trainingConfigSchema>;
