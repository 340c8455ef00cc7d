import { SpectroSimError } from '@spectrosim/models';
import type { BenchmarkRecord, CostRecord, FailedRecord, MeasuredRecord } from '@spectrosim/training';

/**
 * Records of a benchmark's results, one JSON object a line; of one run the last counts, as when it failed and was tried again.
 *
 * @param keys those of the plan: others are of another version or other settings, and would count a seed twice. @default all
 * @throws SpectroSimError `input` for records of a version that did not say what a seed is
 */
export function parseRecords(lines: string, keys?: readonly string[]): BenchmarkRecord[] {
  const planned = keys && new Set(keys);
  const records = lines
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as BenchmarkRecord)
    .filter(({ key }) => planned?.has(key) ?? true);
  const old = records.find(({ data }) => typeof data.newEachSeed !== 'boolean');
  if (old !== undefined) {
    throw new SpectroSimError(
      'input',
      `A record of "${old.row}", seed ${old.seed}, does not say whether each seed has a set of its own ("data": { "newEachSeed": … }), which decides the test. Expected records of this version. Remove its folder of runs and run again.`,
    );
  }
  return [...new Map(records.map((record) => [record.key, record])).values()];
}

/** Those that were measured. */
export function measuredOf(records: readonly BenchmarkRecord[]): MeasuredRecord[] {
  return records.filter((record) => 'measures' in record);
}

/** Those that are costs. */
export function costsOf(records: readonly BenchmarkRecord[]): CostRecord[] {
  return records.filter((record) => 'cost' in record);
}

/** Those that failed. */
export function failedOf(records: readonly BenchmarkRecord[]): FailedRecord[] {
  return records.filter((record) => 'failed' in record);
}
