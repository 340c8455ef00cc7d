import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { type LoadOptions, type Provider, SpectroSimError } from '@spectrosim/models';
import { encoderOf, headOf } from '@spectrosim/models/graph';
import { nearestName } from '@spectrosim/models/io';
import { nodeRuntime } from '@spectrosim/runtime-node';
import { type ExperimentPorts, graphEngine, type TrainingConfig, trainingConfigSchema } from '@spectrosim/training';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';

/** More threads than this gain nothing on the default encoder. */
const MOST_THREADS = 4;

/** Options of every command that runs a graph. */
export interface RuntimeOptions {
  readonly engine: 'graph' | 'eager';
  readonly provider: Provider;
  readonly threads: number;
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

/** Adds `--engine`, `--provider` and `--threads`. */
export function withRuntime(command: Command): Command {
  return withProvider(
    command.addOption(new Option('--engine <name>', 'what computes').choices(['graph', 'eager']).default('graph')),
    'threads of ONNX Runtime; a training gives the same bytes only with the same number',
  );
}

/** Adds `--provider` and `--threads`: for a command that runs a model and trains none. */
export function withProvider(command: Command, threads = 'threads of ONNX Runtime'): Command {
  return command
    .addOption(
      new Option('--provider <name>', 'ONNX Runtime execution provider')
        .choices(['cpu', 'cuda', 'webgpu', 'wasm'])
        .default('cpu'),
    )
    .option('--threads <n>', threads, integer(1), Math.min(MOST_THREADS, availableParallelism()));
}

/** Adds `--config` and the training options that are asked for most. */
export function withTraining(command: Command): Command {
  return withRuntime(command)
    .option('--config <file>', 'a JSON file with any of the training settings')
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
 * The training configuration: defaults, then the file, then the options.
 *
 * @throws SpectroSimError `usage` for an unknown key (with the nearest known one) or a bad value.
 */
export function resolveConfig(options: { config?: string; steps?: number; seed?: number }): TrainingConfig {
  const fromFile = options.config === undefined ? {} : readConfig(options.config);
  const given = Object.fromEntries(
    (['steps', 'seed'] as const).flatMap((key) => (options[key] === undefined ? [] : [[key, options[key]]])),
  );
  const parsed = trainingConfigSchema.safeParse({ ...fromFile, ...given });
  if (parsed.success) {
    checkModel(parsed.data);
    return parsed.data;
  }
  const known = Object.keys(trainingConfigSchema.shape);
  const hints = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' && issue.path.length === 0
      ? issue.keys.map((key) => `Did you mean "${nearestName(key, known) ?? known.join('", "')}" instead of "${key}"?`)
      : [],
  );
  throw new SpectroSimError(
    'usage',
    [`The configuration ${options.config ?? ''} is wrong.`, z.prettifyError(parsed.error), ...hints].join('\n'),
  );
}

/** Names and settings of encoder and head are checked before any work, too. */
function checkModel({ encoder, head }: TrainingConfig): void {
  headOf(head);
  const parsed = encoderOf(encoder.name).config.safeParse(encoder.config);
  if (!parsed.success) {
    throw new SpectroSimError(
      'usage',
      `The configuration of the encoder "${encoder.name}" is wrong.\n${z.prettifyError(parsed.error)}`,
    );
  }
}

function readConfig(path: string): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new SpectroSimError('usage', `${path} is not a readable JSON object: ${(cause as Error).message}`, { cause });
  }
}

/** The runtime, engine and load options that a command's options name. */
export function resolveRuntime({ engine, provider, threads }: RuntimeOptions): ExperimentPorts {
  if (engine === 'eager') {
    throw new SpectroSimError(
      'runtime',
      'The eager engine is not part of this version. Use --engine graph, the default.',
    );
  }
  const runtime = nodeRuntime();
  const options: LoadOptions = { provider, threads };
  return { engine: graphEngine(runtime, options), runtime, options };
}
