import type { EncoderCost, FailedRecord, MeasuredRecord } from '@spectrosim/training';

/** What an encoder costs, as `spectrosim benchmark cost` records it. */
export interface CostRecord {
  readonly key: string;
  readonly row: string;
  readonly kind: 'cost';
  readonly cost: EncoderCost;
}

/** One line of a benchmark's results. */
export type PaperRecord = MeasuredRecord | CostRecord | FailedRecord;

/** Records of a benchmark's results, one JSON object a line; of one key the last counts, as when a failed run was tried again. */
export function parseRecords(lines: string): PaperRecord[] {
  const records = lines
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as PaperRecord);
  return [...new Map(records.map((record) => [`${record.key} ${record.row}`, record])).values()];
}

/** Those that were measured. */
export function measuredOf(records: readonly PaperRecord[]): MeasuredRecord[] {
  return records.filter((record): record is MeasuredRecord => 'measures' in record);
}

/** Those that are costs. */
export function costsOf(records: readonly PaperRecord[]): CostRecord[] {
  return records.filter((record): record is CostRecord => 'cost' in record);
}

/** Those that failed. */
export function failedOf(records: readonly PaperRecord[]): FailedRecord[] {
  return records.filter((record): record is FailedRecord => 'failed' in record);
}
