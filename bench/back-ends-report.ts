import { type BackEndsRow, type PartitionMeasures, SYSTEMS } from './back-ends.js';
import { textTable } from './text-table.js';

const MEASURES = ['auc', 'eer', 'balancedAccuracy', 'cllr', 'minCllr'] as const;

const NAMES: Readonly<Record<(typeof SYSTEMS)[number], string>> = {
  floor: 'best training-free cosine',
  labelFree: 'total whitening',
  linear: 'best single back-end',
  encoder: 'best single back-end on an encoder',
  chosen: 'what the ladder ships',
};

/** Measures as mean ± standard deviation over partitions, a table a set. */
export function backEndsText(rows: readonly BackEndsRow[]): string {
  return rows
    .map(({ set, spectra, bins, groups, seconds, partitions }) => {
      const header = ['inner choice, unseen samples', 'AUC', 'EER', 'bal. acc.', 'Cllr', 'minCllr'];
      const lines = SYSTEMS.map((system) => [
        NAMES[system],
        ...MEASURES.map((measure) => over(partitions[system], measure)),
      ]);
      const time = seconds.map((value) => value.toFixed(0)).join(', ');
      return `${set}: ${spectra} spectra × ${bins} bins, ${groups} groups; seconds a partition: ${time}\n${textTable([header, ...lines])}`;
    })
    .join('\n\n');
}

function over(partitions: readonly PartitionMeasures[], measure: (typeof MEASURES)[number]): string {
  const values = partitions.map((one) => one[measure]);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const sd = values.length > 1 ? ` ± ${Math.sqrt(squares / (values.length - 1)).toFixed(3)}` : '';
  return `${mean.toFixed(3)}${sd}`;
}
