import { describe, expect, it } from 'vitest';
import { CONTRASTIVE, LABEL_FREE_ROWS, type LabelFree, TRAINING_FREE } from '../parts/label-free.js';
import { labelFreeSection } from './label-free.js';
import { differing, measured } from './reports.setup.js';

type Standing = 'beats' | 'tie' | 'loses' | null;

/** Standings against the best with hindsight, the chosen cosine and whitening, of the two contrastive rows. */
function report(
  ...rows: readonly [readonly [Standing, Standing, Standing], readonly [Standing, Standing, Standing]]
): LabelFree {
  const measures = { auc: measured(0.9), eer: measured(0.1) };
  return {
    seeds: 5,
    best: 'raw, cosine',
    chosen: ['snv', 'snv', 'raw', 'snv', 'snv'],
    rows: Object.fromEntries(LABEL_FREE_ROWS.map((row) => [row, measures])) as LabelFree['rows'],
    differences: Object.fromEntries(
      CONTRASTIVE.map((row, i) => [
        row,
        Object.fromEntries(TRAINING_FREE.map((other, j) => [other, differing(rows[i]?.[j] ?? null)])),
      ]),
    ) as LabelFree['differences'],
  };
}

const NONE = ['tie', 'tie', 'tie'] as const;
const UNSAID = [null, null, null] as const;

const progress = report(['tie', 'beats', 'beats'], NONE);
const clear = report(NONE, ['beats', 'beats', 'beats']);
const nothing = report(NONE, NONE);
const half = report(['beats', 'beats', 'tie'], ['beats', 'loses', 'beats']);
const unsaid = report(UNSAID, UNSAID);

describe('labelFreeSection', () => {
  it.each<readonly [string, Readonly<Record<string, LabelFree>>, string]>([
    ['no set', {}, 'No set was run: nothing is said of progress.'],
    ['no progress', { a: nothing, b: half }, '**No progress**: no contrastive row is clearly above both on a and b.'],
    [
      'progress below the cosine of hindsight, which is not demanded',
      { a: progress },
      '**Progress**: contrastive on a (not clearly above cosine, best with hindsight).',
    ],
    [
      'progress on some of the sets',
      { a: clear, b: nothing },
      '**Progress**: contrastive + whitening on a (clearly above cosine, best with hindsight). No progress on b.',
    ],
    ['too few groups', { a: unsaid }, 'Too few groups to say on a.'],
    [
      'too few groups on some',
      { a: unsaid, b: nothing },
      '**No progress**: no contrastive row is clearly above both on b. Too few groups to say on a.',
    ],
  ])('says of %s what follows', (_, sets, said) => {
    expect(labelFreeSection(new Map(Object.entries(sets))).split('\n')).toContain(said);
  });

  it('says which rows are compared', () => {
    expect(labelFreeSection(new Map())).toContain(
      'clearly above both training-free rows that can be had without labels: cosine, chosen without labels and total-covariance whitening.',
    );
  });
});
