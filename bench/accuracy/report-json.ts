import type { AccuracyReport } from './accuracy.js';

/** The report as one JSON object, maps as objects. */
export function reportJson(report: AccuracyReport): string {
  return JSON.stringify(report, (_, value) => (value instanceof Map ? Object.fromEntries(value) : value), 2);
}
