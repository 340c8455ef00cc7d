import { encodeModel } from '@spectrosim/export';
import { createAxis, createRandom, type GraphRuntime, type LoadOptions, type Provider } from '@spectrosim/models';
import { describeEncoder, encoderOf, initialModel, type ModelDefinition } from '@spectrosim/models/graph';
import { graphEngine } from '../engines/graph-engine.js';
import { modelGraph } from '../export-model.js';
import { timeInference } from './time-inference.js';
import type { Timing } from './time-rounds.js';
import { timeTraining } from './time-training.js';

/** What an encoder costs: to keep, to train and to use. */
export interface EncoderCost {
  /** With all hyper-parameters. */
  readonly encoder: ModelDefinition['encoder'];
  /** L */
  readonly bins: number;
  /** Numbers that training changes, the projection head's left out. */
  readonly parameters: number;
  /** Size of `onnx/model.onnx`, weights and preprocessing included, without the kilobytes that an artifact's manifest adds. */
  readonly modelBytes: number;
  /** One contrastive step: two views of each of `batch` spectra, loss, gradients, AdamW. */
  readonly trainingStep: Timing & { readonly batch: number };
  /** Raw intensities to embeddings, so many spectra in one run. */
  readonly inference: readonly (Timing & { readonly spectra: number })[];
  readonly provider: Provider;
  readonly threads: number;
}

/** How a cost is measured. */
export interface CostOptions {
  /** L @default 2080, the bins of the papers' spectra */
  readonly bins?: number;
  /** Spectra in a training step. @default 16 */
  readonly batch?: number;
  /** Spectra in one run of inference, each measured. @default [1, 64] */
  readonly inference?: readonly number[];
  /** Rounds that count. @default 20 */
  readonly rounds?: number;
  /** A round lasts about this long, in ms, or one step or run where that is longer. @default 250 */
  readonly roundMs?: number;
  /** What takes longer has fewer rounds, five at least. @default 60000 */
  readonly limitMs?: number;
  /** Of weights and spectra. @default 1 */
  readonly seed?: number;
}

/** What a cost is measured on. */
export interface CostPorts {
  readonly runtime: GraphRuntime;
  readonly options: LoadOptions;
  /** Told before every round that counts. */
  readonly onProgress?: (progress: CostProgress) => void;
}

/** How far measuring a cost has come. */
export interface CostProgress {
  /** `training step` or `inference of 64`. */
  readonly timed: string;
  readonly round: number;
  readonly rounds: number;
}

/**
 * Measures what an encoder costs: parameters, size of `model.onnx`, time of a training step and of inference, warmed up.
 *
 * Spectra are random and preprocessed by SNV; a step has the defaults of training (paper head, NT-Xent, two augmentations). Times are the
 * runtime's: random numbers of a step are drawn before. Nothing else should run meanwhile.
 *
 * @param encoder by name, with the hyper-parameters that are not the defaults
 * @throws SpectroSimError `usage` when there is no such encoder or it does not work on so many bins; `training` when the loss is no
 * finite number
 * @example
 * ```ts
 * const ports = { runtime: nodeRuntime(), options: { provider: 'cpu', threads: 2 } };
 * const { trainingStep } = await measureCost({ name: 'cnn' }, {}, ports);
 * trainingStep.medianMs; // 91
 * ```
 */
export async function measureCost(
  { name, config = {} }: { readonly name: string; readonly config?: unknown },
  { bins = 2080, batch = 16, inference = [1, 64], rounds = 20, roundMs = 250, limitMs = 60_000, seed = 1 }: CostOptions,
  { runtime, options, onProgress }: CostPorts,
): Promise<EncoderCost> {
  const { parameters } = describeEncoder(name, bins, config);
  const encoder = { name, config: encoderOf(name).config.parse(config) };
  const definition: ModelDefinition = { preprocessing: [{ step: 'snv' }], encoder };
  // The range of the papers' spectra.
  const axis = createAxis(
    'm/z',
    Array.from({ length: bins }, (_, i) => 77 + (923 * i) / bins),
  );
  // Drawn for each use: what is measured must not lie in memory beside weights of the measurement before, a gigabyte of the largest.
  const initial = () => initialModel(definition, {}, axis, createRandom(seed, 'encoder'));
  const timed = (what: string) => ({
    rounds,
    roundMs,
    limitMs,
    onRound: (round: number) => onProgress?.({ timed: what, round, rounds }),
  });

  const step = await timeTraining(
    graphEngine(runtime, options),
    definition,
    initial(),
    { bins, batch, seed },
    timed('training step'),
  );
  const bytes = modelBytes(definition, initial(), bins);
  const session = await runtime.load(bytes, options);
  const runs: EncoderCost['inference'][number][] = [];
  try {
    for (const spectra of inference) {
      const timing = await timeInference(session, { bins, spectra, seed }, timed(`inference of ${spectra}`));
      runs.push({ spectra, ...timing });
    }
  } finally {
    await session.dispose();
  }
  return {
    encoder,
    bins,
    parameters,
    modelBytes: bytes.byteLength,
    trainingStep: { batch, ...step },
    inference: runs,
    provider: options.provider,
    threads: options.threads,
  };
}

function modelBytes(
  definition: ModelDefinition,
  { trainable, frozen, running }: ReturnType<typeof initialModel>,
  bins: number,
): Uint8Array {
  return encodeModel(modelGraph(definition, { ...frozen, ...running, ...trainable }, bins));
}
