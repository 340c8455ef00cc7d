import type { BenchmarkRecord, CostRecord, EncoderCost, Timing } from '@spectrosim/training';
import { markdownTable } from '../../accuracy/document/cells.js';
import { costsOf } from '../records.js';
import { named } from './names.js';

/** What encoders cost. */
export function costSection(records: readonly BenchmarkRecord[]): string {
  const costs = costsOf(records);
  const [first] = costs;
  if (first === undefined) {
    return ['## Cost', '', '**Not run.**'].join('\n');
  }
  const { bins, trainingStep, inference, threads, provider } = first.cost;
  return [
    '## Cost',
    '',
    `Of each encoder with its default settings on ${bins.toLocaleString('en-GB')} bins: parameters, size of \`onnx/model.onnx\`, time of a contrastive training step at batch ${trainingStep.batch} (two views of each), and of inference, raw spectra to embeddings. ONNX Runtime, ${provider}, ${threads} thread${threads === 1 ? '' : 's'}; warmed up; median of rounds and in brackets the 5th and 95th percentile.`,
    '',
    markdownTable([
      [
        '',
        'parameters',
        'MB',
        'training step, ms',
        ...inference.map(({ spectra }) => `${spectra === 1 ? '1 spectrum' : `${spectra} spectra`}, ms`),
      ],
      ...costs
        .toSorted((a, b) => a.cost.parameters - b.cost.parameters || a.row.localeCompare(b.row))
        .map(({ row, cost }) => [
          row,
          cost.parameters.toLocaleString('en-GB'),
          (cost.modelBytes / 1e6).toFixed(cost.modelBytes < 1e7 ? 1 : 0),
          timed(cost.trainingStep),
          ...cost.inference.map(timed),
        ]),
    ]),
    '',
    costSentence(costs),
  ].join('\n');
}

function timed({ medianMs, p5Ms, p95Ms }: Timing): string {
  return `${ms(medianMs)} (${ms(p5Ms)}–${ms(p95Ms)})`;
}

function ms(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(2);
}

/** The papers' encoders beside the largest of ours. */
export function costSentence(costs: readonly Pick<CostRecord, 'row' | 'cost'>[]): string {
  const byStep = (papers: boolean) =>
    costs
      .filter(({ cost }) => cost.encoder.name.startsWith('paper/') === papers)
      .toSorted((a, b) => step(b.cost) - step(a.cost));
  const [[ours], [theirs]] = [byStep(false), byStep(true)];
  if (ours === undefined || theirs === undefined) {
    return 'Encoders of one kind alone were measured: there is nothing to compare.';
  }
  const ratio = step(theirs.cost) / step(ours.cost);
  return ratio >= 1
    ? `A step of the slowest of the papers’ encoders, ${named(theirs.row)}, takes ${ratio.toPrecision(2)} times one of the slowest of ours, ${named(ours.row)}.`
    : `A step of the slowest of ours, ${named(ours.row)}, takes ${(1 / ratio).toPrecision(2)} times one of the slowest of the papers’, ${named(theirs.row)}.`;
}

function step({ trainingStep }: EncoderCost): number {
  return trainingStep.medianMs;
}
