import { SpectroSimError } from '@spectrosim/models';
import { nodeRuntime } from '@spectrosim/runtime-node';
import { eagerEngine, graphEngine } from '@spectrosim/training';
import * as tf from '@tensorflow/tfjs-core';
import type { Contender, Skipped, TimedStep } from './contender.js';
import { engineContender } from './engine-contender.js';
import { pytorchPeer } from './peer.js';
import { largestRelativeDifference, median } from './statistics.js';
import { TRAINING_CASES, type TrainingCase } from './training-cases.js';
import { createWorkload, type Workload } from './workload.js';

/** What `npm run bench -- training` is asked. */
export interface TrainingBenchOptions {
  /** Batch sizes; each case's own when undefined. */
  readonly batches: readonly number[] | undefined;
  /** The only case; all when undefined. */
  readonly encoder: string | undefined;
  readonly threads: number;
  readonly rounds: number;
  readonly head: string | undefined;
}

/** One line of the report. */
export interface TrainingRow {
  readonly encoder: string;
  readonly head: string | null;
  readonly batch: number;
  readonly engine: string;
  readonly description: string;
  /** Median over the rounds' medians; null when skipped. */
  readonly msPerStep: number | null;
  /** The fastest round's median: far below `msPerStep` when the machine was busy with something else. */
  readonly fastestMsPerStep: number | null;
  /** The engine that `ratioToPeer` divides by. */
  readonly peer: string;
  /** Median over the rounds of this engine's time over the peer's in the same round: below 1 is faster than the peer. */
  readonly ratioToPeer: number | null;
  /** Largest relative difference of the first losses from the graph engine's. */
  readonly lossDifference: number | null;
  readonly skipped: string | null;
}

/** Time to make a batch, as training does before a step. */
export interface Feeding {
  readonly encoder: string;
  readonly batch: number;
  /** Median ms to pick spectra and to draw the default augmentations' random numbers on the host. */
  readonly msPerStep: number;
  /** That over the time of a graph step. */
  readonly shareOfStep: number;
}

/** What the benchmark found. */
export interface TrainingReport {
  readonly rows: readonly TrainingRow[];
  readonly feeding: readonly Feeding[];
}

/** Steps of a round that are not timed: caches and thread pools belong to whoever ran before. */
const WARM = 1;
/** First losses that engines are compared on; later ones drift apart as rounding goes through AdamW. */
const COMPARED = 3;
/** Views up to which eager tfjs is in the race: it takes half a minute a step for the largest batches. */
const EAGER_VIEWS = 32;
/** Spectra in the timed steps of a round. */
const SPECTRA_PER_ROUND = 160;

/**
 * Times one training step of each case on every engine there is, in turns within one run: what else the machine does falls
 * on all of them.
 *
 * @param onProgress told after every round
 */
export async function benchTraining(
  { batches, encoder, threads, rounds, head }: TrainingBenchOptions,
  onProgress: (text: string) => void,
): Promise<TrainingReport> {
  const cases = TRAINING_CASES.filter(({ name }) => encoder === undefined || name === encoder);
  if (cases.length === 0) {
    const names = TRAINING_CASES.map(({ name }) => name).join(', ');
    throw new SpectroSimError('usage', `--encoder is ${encoder}. Expected one of ${names}.`);
  }
  const reports: TrainingReport[] = [];
  for (const one of cases) {
    for (const batch of batches ?? one.batches) {
      reports.push(
        await benchCase(one, batch, { threads, rounds, head }, (round) =>
          onProgress(`${one.name}, batch ${batch}: round ${round} of ${rounds}`),
        ),
      );
    }
  }
  return { rows: reports.flatMap(({ rows }) => rows), feeding: reports.flatMap(({ feeding }) => feeding) };
}

/** Times one case at one batch size: {@link benchTraining} of it alone. @param onRound told after every round */
export async function benchCase(
  { name, encoder }: Pick<TrainingCase, 'name' | 'encoder'>,
  batch: number,
  { threads, rounds, head }: Pick<TrainingBenchOptions, 'threads' | 'rounds' | 'head'>,
  onRound: (round: number) => void,
): Promise<TrainingReport> {
  const workload = createWorkload(batch, head, encoder);
  const steps = Math.max(2, Math.round(SPECTRA_PER_ROUND / batch / (encoder === undefined ? 1 : 5)));
  const contenders: readonly (Contender | Skipped)[] = [
    await engineContender('graph', graphEngine(nodeRuntime(), { provider: 'cpu', threads }), workload, steps),
    ...(encoder === undefined && 2 * batch <= EAGER_VIEWS ? [await eagerWasm(workload)] : []),
    await pytorchPeer(workload, threads, steps),
  ];
  const present = contenders.filter((one): one is Contender => !('skipped' in one));
  const losses = new Map<string, number[]>();
  for (const one of present) {
    losses.set(
      one.engine,
      (await one.run(COMPARED)).map(({ loss }) => loss),
    );
  }
  const times = new Map(present.map(({ engine }) => [engine, [] as number[]]));
  const feeds: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    for (const one of present) {
      const timed = (await one.run(WARM + one.stepsPerRound)).slice(WARM);
      times.get(one.engine)?.push(median(timed.map(({ ms }: TimedStep) => ms)));
    }
    feeds.push(timeFeeding(workload));
    onRound(round);
  }
  await Promise.all(present.map((one) => one.dispose()));

  const peer = ['pytorch', 'eager-wasm'].find((other) => times.has(other)) ?? 'graph';
  const rows = contenders.map((one) => rowOf(name, one, workload, peer, times, losses));
  const feedMs = median(feeds);
  const feeding = {
    encoder: name,
    batch,
    msPerStep: feedMs,
    shareOfStep: feedMs / median(times.get('graph') ?? []),
  };
  return { rows, feeding: [feeding] };
}

async function eagerWasm(workload: Workload): Promise<Contender> {
  const engine = await eagerEngine('wasm');
  if (!(await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT'))) {
    throw new Error('This node has no WebAssembly SIMD, without which tfjs would be timed unfairly.');
  }
  return engineContender('eager-wasm', engine, workload, 1, ', SIMD, 1 thread (tfjs starts no wasm threads in node)');
}

function timeFeeding(workload: Workload): number {
  return median(
    Array.from({ length: 5 }, () => {
      const start = performance.now();
      workload.feed();
      return performance.now() - start;
    }),
  );
}

function rowOf(
  encoder: string,
  one: Contender | Skipped,
  { batch, recipe }: Workload,
  peer: string,
  times: ReadonlyMap<string, readonly number[]>,
  losses: ReadonlyMap<string, readonly number[]>,
): TrainingRow {
  if ('skipped' in one) {
    return { ...skippedRow(encoder, batch, one.skipped), head: recipe.head, engine: one.engine, peer };
  }
  const own = times.get(one.engine) ?? [];
  const others = times.get(peer) ?? [];
  return {
    encoder,
    head: recipe.head,
    batch,
    engine: one.engine,
    peer,
    description: one.description,
    msPerStep: median(own),
    fastestMsPerStep: Math.min(...own),
    ratioToPeer: median(own.map((ms, round) => ms / (others[round] as number))),
    lossDifference: largestRelativeDifference(losses.get(one.engine) ?? [], losses.get('graph') ?? []),
    skipped: null,
  };
}

function skippedRow(encoder: string, batch: number, skipped: string): TrainingRow {
  return {
    encoder,
    head: null,
    batch,
    engine: 'graph',
    description: '',
    msPerStep: null,
    fastestMsPerStep: null,
    peer: 'pytorch',
    ratioToPeer: null,
    lossDifference: null,
    skipped,
  };
}
