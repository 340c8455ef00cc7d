import { assertOutput, writeOutput } from '../../output-file.js';
import { reportPage } from './report-page.js';
import type { ReportSubject } from './report-subject.js';

/**
 * Refuses a report's place before any work is done.
 *
 * @throws SpectroSimError `exists` when something is there that is not to be replaced, `usage` when the command reads it.
 */
export function assertReport(
  path: string,
  rules: { readonly force: boolean; readonly inputs: readonly string[] },
): void {
  const own = /<meta name="generator" content="spectrosim [^"]* report">/;
  assertOutput(path, { ...rules, isOwn: (start) => own.test(start) });
}

/**
 * Writes the report of an evaluation: one HTML file that needs nothing else.
 *
 * @throws SpectroSimError `usage` when it cannot be written there.
 * @example
 * ```ts
 * assertReport('report.html', { force: false, inputs: [data] });
 * const { evaluation, scores } = await trainVerifier(dataset, protocol, options);
 * await writeEvaluationReport('report.html', { ...subject, measured: { kind: 'recipe', evaluation, scores } });
 * ```
 */
export async function writeEvaluationReport(path: string, subject: ReportSubject): Promise<void> {
  await writeOutput(path, reportPage(subject));
}
