import { availableParallelism } from 'node:os';
import { type LoadOptions, type Provider, parseSettings, SpectroSimError } from '@spectrosim/models';
import { encoderOf, headOf } from '@spectrosim/models/graph';
import { nodeRuntime } from '@spectrosim/runtime-node';
import {
  EAGER_BACKENDS,
  type EagerBackendName,
  type ExperimentPorts,
  eagerEngine,
  graphEngine,
  type TrainingConfig,
  trainingConfigSchema,
} from '@spectrosim/training';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type FileSettings, takesSettings } from './config-file.js';
import { requireProvider } from './runtimes/require-provider.js';

/** More threads than this gain nothing on the default encoder. */
const MOST_THREADS = 4;

/** Options of every command that runs a graph. */
export interface RuntimeOptions {
  readonly provider: Provider;
  readonly threads: number;
}

/** Options of every command that trains. */
export interface EngineOptions extends RuntimeOptions {
  readonly engine: 'graph' | 'eager';
  readonly backend?: EagerBackendName;
  readonly steps?: number;
  readonly seed?: number;
}

/** An option's value as an integer of at least `least`. */
export function integer(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least) {
      throw new InvalidArgumentError(`Expected an integer of at least ${least}.`);
    }
    return value;
  };
}

/** Threads a core: more of them only wait for each other. */
const MOST_PER_CORE = 8;

function threadCount(text: string): number {
  const threads = integer(1)(text);
  const most = MOST_PER_CORE * availableParallelism();
  if (threads > most) {
    throw new InvalidArgumentError(`Expected at most ${most} on this machine of ${availableParallelism()} cores.`);
  }
  return threads;
}

/** Adds `--provider` and `--threads`. */
export function withRuntime(command: Command, threads = 'threads of ONNX Runtime'): Command {
  return command
    .addOption(
      new Option('--provider <name>', 'ONNX Runtime execution provider')
        .choices(['cpu', 'cuda', 'webgpu', 'wasm'])
        .default('cpu'),
    )
    .option('--threads <n>', threads, threadCount, Math.min(MOST_THREADS, availableParallelism()));
}

/** Adds `--engine` and the training options that are asked for most; the configuration file takes every setting. */
export function withTraining(command: Command): Command {
  return takesSettings(
    withRuntime(
      command
        .addOption(
          new Option('--engine <name>', 'what trains: ONNX Runtime on a traced graph, or tfjs')
            .choices(['graph', 'eager'])
            .default('graph'),
        )
        .addOption(
          new Option('--backend <name>', 'what the eager engine computes on (default: the first that works)').choices(
            EAGER_BACKENDS,
          ),
        ),
      'threads of ONNX Runtime; a training gives the same bytes only with the same number',
    ),
    Object.keys(trainingConfigSchema.shape),
  )
    .option('--steps <n>', 'training steps', integer(1))
    .option('--seed <n>', 'seed of everything random', integer(0));
}

/** Adds the options that say what the data are. */
export function withData(command: Command): Command {
  return command
    .option('--samples <file>', 'metadata by spectrum name (default: samples.csv beside the spectra)')
    .requiredOption('--group <column>', 'column of the samples: same value, same source')
    .option('--run <column>', 'column of measuring runs')
    .option('--stratum <column>', 'column of strata');
}

/**
 * The training configuration: defaults, then the file's settings, then the options.
 *
 * @throws SpectroSimError `usage` for an unknown key (with the nearest known one) or a bad value, names and settings of
 * encoder and head included.
 */
export function resolveConfig({
  config,
  settings,
  steps,
  seed,
}: FileSettings & Pick<EngineOptions, 'steps' | 'seed'>): TrainingConfig {
  const given = { ...settings, ...(steps === undefined ? {} : { steps }), ...(seed === undefined ? {} : { seed }) };
  const resolved = parseSettings(`The configuration ${config ?? ''}`.trim(), trainingConfigSchema, given);
  headOf(resolved.head);
  const { name } = resolved.encoder;
  const encoder = parseSettings(
    `The configuration of the encoder "${name}"`,
    encoderOf(name).config,
    resolved.encoder.config,
  );
  return { ...resolved, encoder: { name, config: encoder as Record<string, unknown> } };
}

/**
 * The runtime and load options that a command's options name.
 *
 * @throws SpectroSimError `runtime` when the provider is not there
 */
export async function resolveRuntime({
  provider,
  threads,
}: RuntimeOptions): Promise<Pick<ExperimentPorts, 'runtime' | 'options'>> {
  await requireProvider(provider);
  // A graph of this project runs whole on the provider, or something is wrong that must not hide behind the CPU.
  const options: LoadOptions = { provider, threads, ...(provider === 'cpu' ? {} : { strict: true }) };
  return { runtime: nodeRuntime(), options };
}

/**
 * The engine besides. Whatever engine trains, ONNX Runtime evaluates and exports.
 *
 * @throws SpectroSimError `usage` for a backend without the engine that has it, `runtime` when the backend does not work.
 */
export async function resolveEngine({ engine, backend, ...rest }: EngineOptions): Promise<ExperimentPorts> {
  const { runtime, options } = await resolveRuntime(rest);
  if (engine === 'eager') {
    return { engine: await eagerEngine(backend), runtime, options };
  }
  if (backend !== undefined) {
    throw new SpectroSimError(
      'usage',
      `--backend ${backend} is for --engine eager. The graph engine runs on ONNX Runtime: choose with --provider, or add --engine eager.`,
    );
  }
  return { engine: graphEngine(runtime, options), runtime, options };
}
