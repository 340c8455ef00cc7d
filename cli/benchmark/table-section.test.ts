import type { BenchmarkTable, Comparison, SummarisedRow } from '@spectrosim/training';
import { describe, expect, it } from 'vitest';
import { tablesCsv } from './table-csv.js';
import { sectionsMarkdown } from './table-markdown.js';
import { tableSection } from './table-section.js';

const lost: Comparison = { mean: -0.1, sd: 0.01, lo: -0.12, hi: -0.08, p: 0.0001, adjusted: 0.0002, verdict: 'worse' };
const row = (name: string, more: Partial<SummarisedRow>): SummarisedRow => ({
  name,
  kind: 'contrastive',
  seeds: [1, 2, 3],
  measures: {
    auc: { mean: 0.9, sd: 0.05, lo: 0.78, hi: 1.02 },
    balancedAccuracy: { mean: 0.8, sd: 0.04 },
  },
  floor: { mean: 0.95, sd: 0.01, lo: 0.93, hi: 0.97 },
  aucs: [0.85, 0.9, 0.95],
  againstFloor: lost,
  againstBest: 'is it',
  seconds: 1,
  ...more,
});

const table: BenchmarkTable = {
  data: 'fish',
  // A file of simulated spectra: the data are, and seeds are splits nevertheless.
  simulated: true,
  newEachSeed: false,
  protocol: 'held-out',
  split: 'one split',
  hardPairs: '',
  best: 'a, b',
  rows: [
    row('a, b', {
      parameters: 1234,
      published: '70.8 ± 9.6',
      untrained: { mean: 0.91, sd: 0 },
      againstUntrained: { ...lost, verdict: 'tie' },
    }),
    row('large', { seeds: [1, 2], againstFloor: 'too few seeds', againstBest: 'too few seeds', note: 'a *note*' }),
  ],
  failed: [1, 2].map((seed) => ({
    ...{
      key: '',
      title: '',
      row: 'broken',
      kind: 'contrastive',
      data: { name: 'fish', simulated: true, newEachSeed: false },
    },
    ...{ protocol: 'held-out', seed, settings: {}, threads: 1, failed: 'why' },
  })) as unknown as BenchmarkTable['failed'],
};

describe('a table in words', () => {
  const { cells, notes } = tableSection(table);

  it('says plainly what the floor beats, and ends an interval where values do', () => {
    expect(cells[1]).toEqual([
      'a, b *',
      '1,234',
      '0.900 ± 0.050',
      '0.780 to 1.000',
      '80.0 ± 4.0',
      '−0.100 (−0.120 to −0.080)',
      'beaten by floor, p < 0.001',
      'best',
      '70.8 ± 9.6',
    ]);
  });

  it('marks fewer seeds, and has the floor below where no row is it', () => {
    expect(cells[2]?.[0]).toBe('large † 2 seeds');
    expect(cells[3]?.slice(0, 4)).toEqual(['floor of the same splits', '–', '0.950 ± 0.010', '0.930 to 0.970']);
  });

  it('notes the test, what training did not better, and what failed, once a reason', () => {
    expect(notes).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/Nadeau & Bengio/),
        'No difference from before training was shown: a, b.',
        'FAILED broken, seeds 1, 2: why',
      ]),
    );
  });

  it('says what training did in three ways, and where it cannot be said', () => {
    const untrained = { untrained: { mean: 0.9, sd: 0 } };
    const { notes: said } = tableSection({
      ...table,
      rows: [
        row('up', { ...untrained, againstUntrained: { ...lost, mean: 0.1, verdict: 'better' } }),
        row('down', { ...untrained, againstUntrained: lost }),
        row('same', { ...untrained, againstUntrained: { ...lost, verdict: 'tie' } }),
        row('new', { ...untrained, seeds: [1], againstUntrained: 'too few seeds' }),
        row('no training', {}),
      ],
    });
    expect(said.filter((note) => note.includes('before training'))).toEqual([
      'Better than before training: up.',
      'No difference from before training was shown: same.',
      'Worse than before training: down.',
      'Too few seeds to compare with before training: new.',
    ]);
  });

  it('is Markdown whose text is no markup, and CSV with its numbers in full', () => {
    const markdown = sectionsMarkdown('T', undefined, [tableSection(table)], ['something']);
    expect(markdown).toContain('| a, b \\* | 1,234 |');
    expect(markdown).toContain('- large: a \\*note\\*');
    expect(markdown).toMatch(/## Left out\n\n- something\n$/);
    const [header = '', first = ''] = tablesCsv([table]).split('\n');
    expect(first).toMatch(/^fish,held-out,"a, b",contrastive,1234,1 2 3,0\.9,0\.05,0\.78,1\.02,/);
    // The comma within the name is the only one that parts no cells.
    expect(first.split(',')).toHaveLength(header.split(',').length + 1);
  });
});
