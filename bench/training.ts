import { nodeRuntime } from '@spectrosim/runtime-node';
import { eagerEngine, graphEngine } from '@spectrosim/training';
import * as tf from '@tensorflow/tfjs-core';
import type { Contender, Skipped, TimedStep } from './contender.js';
import { engineContender } from './engine-contender.js';
import { pytorchPeer } from './peer.js';
import { largestRelativeDifference, median } from './statistics.js';
import { createWorkload, type Workload } from './workload.js';

/** What `npm run bench -- training` is asked. */
export interface TrainingBenchOptions {
  readonly batch: number;
  readonly threads: number;
  readonly rounds: number;
  readonly head: string | undefined;
}

/** One line of the report. */
export interface TrainingRow {
  readonly encoder: string;
  readonly head: string;
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

/** What the benchmark found. */
export interface TrainingReport {
  readonly rows: readonly TrainingRow[];
  /** Median ms to draw one batch's random numbers on the host, and that over a graph step. */
  readonly draw: { readonly msPerStep: number; readonly shareOfStep: number };
}

/** Steps of a round that are not timed: caches and thread pools belong to whoever ran before. */
const WARM = 1;
/** First losses that engines are compared on; later ones drift apart as rounding goes through AdamW. */
const COMPARED = 3;

/**
 * Times one training step of the default encoder on every engine there is, in turns within one run: what else the
 * machine does falls on all of them.
 *
 * @param onRound told after every round
 */
export async function benchTraining(
  { batch, threads, rounds, head }: TrainingBenchOptions,
  onRound: (round: number) => void,
): Promise<TrainingReport> {
  const workload = createWorkload(batch, head);
  const contenders: readonly (Contender | Skipped)[] = [
    await engineContender('graph', graphEngine(nodeRuntime(), { provider: 'cpu', threads }), workload, 10),
    await eagerWasm(workload),
    await pytorchPeer(workload, threads, 10),
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
  const draws: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    for (const one of present) {
      const timed = (await one.run(WARM + one.stepsPerRound)).slice(WARM);
      times.get(one.engine)?.push(median(timed.map(({ ms }: TimedStep) => ms)));
    }
    draws.push(timeDraws(workload));
    onRound(round);
  }
  await Promise.all(present.map((one) => one.dispose()));

  const peer = present.some(({ engine }) => engine === 'pytorch') ? 'pytorch' : 'eager-wasm';
  const rows = contenders.map((one) => rowOf(one, workload, peer, times, losses));
  const drawMs = median(draws);
  return { rows, draw: { msPerStep: drawMs, shareOfStep: drawMs / median(times.get('graph') ?? []) } };
}

async function eagerWasm(workload: Workload): Promise<Contender> {
  const engine = await eagerEngine('wasm');
  if (!(await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT'))) {
    throw new Error('This node has no WebAssembly SIMD, without which tfjs would be timed unfairly.');
  }
  return engineContender('eager-wasm', engine, workload, 1, ', SIMD, 1 thread (tfjs starts no wasm threads in node)');
}

function timeDraws(workload: Workload): number {
  return median(
    Array.from({ length: 5 }, () => {
      const start = performance.now();
      workload.draw();
      return performance.now() - start;
    }),
  );
}

function rowOf(
  one: Contender | Skipped,
  { encoder, batch, recipe }: Workload,
  peer: string,
  times: ReadonlyMap<string, readonly number[]>,
  losses: ReadonlyMap<string, readonly number[]>,
): TrainingRow {
  const row = { encoder, head: recipe.head, batch, engine: one.engine, peer };
  if ('skipped' in one) {
    const nothing = {
      description: '',
      msPerStep: null,
      fastestMsPerStep: null,
      ratioToPeer: null,
      lossDifference: null,
    };
    return { ...row, ...nothing, skipped: one.skipped };
  }
  const own = times.get(one.engine) ?? [];
  const others = times.get(peer) ?? [];
  return {
    ...row,
    description: one.description,
    msPerStep: median(own),
    fastestMsPerStep: Math.min(...own),
    ratioToPeer: median(own.map((ms, round) => ms / (others[round] as number))),
    lossDifference: largestRelativeDifference(losses.get(one.engine) ?? [], losses.get('graph') ?? []),
    skipped: null,
  };
}
