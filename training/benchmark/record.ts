import type { EncoderCost } from '../cost/measure-cost.js';
import type { BenchmarkProtocolName } from './benchmark-protocol.js';
import type { MeasuredKind } from './benchmark-system.js';
import type { BenchmarkFold, BenchmarkResult } from './measure-benchmark.js';

/** What every record of a run says: one line of `results.jsonl`. */
interface RunRecord {
  /** SHA-256 of everything that decides the result. */
  readonly key: string;
  /** Of the experiment. */
  readonly title: string;
  /** The row's name. */
  readonly row: string;
  readonly data: {
    readonly name: string;
    /** The data say of themselves that they were simulated; a file may, too. */
    readonly simulated: boolean;
    /** Every seed has a simulated set of its own, where other data are one set that each seed splits anew. It decides the test. */
    readonly newEachSeed: boolean;
  };
  readonly seed: number;
  /** What was run, with every setting. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly threads: number;
  /** Of this program, Node and ONNX Runtime. */
  readonly versions: Readonly<Record<string, string>>;
  /** Wall time, reading and simulating left out. */
  readonly seconds: number;
}

/** A run that was measured. */
export interface MeasuredRecord
  extends RunRecord,
    Omit<BenchmarkResult, 'protocol' | 'scores' | 'warnings'>,
    Partial<Pick<BenchmarkResult, 'warnings'>> {
  readonly kind: MeasuredKind;
  readonly protocol: BenchmarkProtocolName;
  /** How the set was cut, in words. */
  readonly split: string;
  readonly data: RunRecord['data'] & {
    readonly hash: string;
    readonly spectra: number;
    readonly groups: number;
    readonly bins: number;
  };
  readonly folds: readonly BenchmarkFold[];
}

/** An encoder whose cost was measured, on random spectra with the bins of the data; it has no protocol. */
export interface CostRecord extends RunRecord {
  readonly kind: 'cost';
  readonly cost: EncoderCost;
}

/** A run that failed; it is tried again when the benchmark goes on. */
export interface FailedRecord extends Omit<RunRecord, 'seconds' | 'versions'> {
  readonly kind: MeasuredKind | 'cost';
  /** Absent of a cost. */
  readonly protocol?: BenchmarkProtocolName;
  /** Why. */
  readonly failed: string;
}

/** One line of `results.jsonl`. */
export type BenchmarkRecord = MeasuredRecord | CostRecord | FailedRecord;
