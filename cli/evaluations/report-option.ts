import { join } from 'node:path';
import type { GraphRuntime, LoadOptions, SpectrumSet } from '@spectrosim/models';
import type { Dataset } from '@spectrosim/training';
import type { Command } from 'commander';
import type { ReportSubject } from '../html/report/report-subject.js';
import { assertReport, writeEvaluationReport } from '../html/report/write-report.js';

/** The options of a command that can write a report. */
export interface ReportOptions {
  readonly report?: string;
  readonly force?: boolean;
  readonly samples?: string;
  readonly model?: string;
}

/** What a report is about that is known only when all is measured. */
export interface Reported extends Pick<ReportSubject, 'measured' | 'seed' | 'configuration' | 'dataset'> {
  readonly set: SpectrumSet;
  readonly ports: { readonly runtime: GraphRuntime; readonly options: LoadOptions };
}

/** Adds `--report`. */
export function withReport(command: Command): Command {
  return command.option('--report <file>', 'write all of it as one HTML file too: curves, maps, worst errors');
}

/**
 * Makes sure, before any work, that a report can be written where `--report` says.
 *
 * @returns what writes it; does nothing where none was asked for
 * @throws SpectroSimError `exists` or `usage` when that place is taken.
 */
export function prepareReport(
  data: string,
  { report, force = false, samples, model }: ReportOptions,
  command: Command,
): (reported: Reported) => Promise<void> {
  if (report === undefined) {
    return async () => {};
  }
  const ofModel = model === undefined ? [] : ['manifest.json', 'weights.safetensors'].map((file) => join(model, file));
  assertReport(report, { force, inputs: [data, ...(samples === undefined ? [] : [samples]), ...ofModel] });
  return ({ set, ports, ...subject }) =>
    writeEvaluationReport(report, {
      ...subject,
      data,
      leftOut: leftOut(set, subject.dataset),
      runtime: runtimeText(ports),
      version: command.parent?.version() ?? '',
    });
}

/** Said at the end of what is printed; nothing where no report was asked for. */
export function reportText({ report }: ReportOptions): string[] {
  return report === undefined ? [] : [`Report in ${report}. Open it in a browser.`];
}

function leftOut(set: SpectrumSet, { names }: Dataset): number {
  return set.names.length - names.length;
}

/** What ran the graphs, in words. */
export function runtimeText({ runtime, options: { provider, threads } }: Reported['ports']): string {
  return `ONNX Runtime ${runtime.version}, ${provider}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
}
