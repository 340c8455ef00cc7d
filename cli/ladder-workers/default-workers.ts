import { availableParallelism, totalmem } from 'node:os';

/** What a default of workers is made for: a set's size, and a machine. */
export interface WorkersDemand {
  /** Spectra of the set. */
  readonly count: number;
  /** Of each spectrum. */
  readonly bins: number;
  /** @default those that this process may use */
  readonly cores?: number;
  /** Bytes of memory. @default the machine's, or what a container is allowed where that is less */
  readonly memoryBytes?: number;
}

/** An evaluation has 15 ladders unless told otherwise, two rounds of 8. */
const MOST_WORKERS = 8;

/** Of the memory, what workers may take together. */
const MEMORY_SHARE = 0.7;

/**
 * What a worker holds whatever the set is: what it keeps of steps that learn (256 MiB, `training/verifier/preprocessor.ts`), and
 * its code with ONNX Runtime.
 */
const WORKER_BYTES = 256 * 2 ** 20 + 150e6;

/**
 * Single-precision copies of all rows besides: some seven preprocessed by steps that learn nothing, those of a training side, the
 * doubles that products are computed of, and two that ONNX Runtime has in hand.
 */
const COPIES = 12;

/**
 * One ladder a core, up to 8, and no more than an estimate fits into 70% of the memory; one at least.
 *
 * @example
 * ```ts
 * defaultWorkers(dataset.rows); // 8 on 16 cores
 * ```
 */
export function defaultWorkers({
  count,
  bins,
  cores = availableParallelism(),
  memoryBytes = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY),
}: WorkersDemand): number {
  const each = WORKER_BYTES + COPIES * count * bins * Float32Array.BYTES_PER_ELEMENT;
  return Math.max(1, Math.min(MOST_WORKERS, cores, Math.floor((MEMORY_SHARE * memoryBytes) / each)));
}
