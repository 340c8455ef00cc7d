import type { BenchmarkRecord, CostRecord, FailedRecord, MeasuredRecord } from '@spectrosim/training';

/** Records of a benchmark's results, one JSON object a line; of one run the last counts, as when it failed and was tried again. */
export function parseRecords(lines: string): BenchmarkRecord[] {
  const records = lines
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as BenchmarkRecord);
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
