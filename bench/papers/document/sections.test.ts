import type { MeasuredRecord } from '@spectrosim/training';
import { describe, expect, it } from 'vitest';
import { costSection, costSentence } from './cost.js';
import { boxCaption, gradCamCaption, paperFigures } from './figures.js';
import { cost, failed, measured, seeds } from './records.setup.js';
import { tablesOf } from './summarised.js';
import { sweepSection, sweepSentence } from './sweeps.js';
import { reading, tableSection } from './tables.js';
import { inflation, whySection } from './why.js';

const FLOORS = [0.8, 0.84, 0.82, 0.81, 0.83];
const floor = seeds({ row: 'floor, no training', kind: 'floor' }, FLOORS, FLOORS);
const above = (row: string, gain: number, choice = {}) =>
  seeds(
    { row, ...choice },
    FLOORS.map((value, i) => value + gain + 0.002 * (i % 2)),
    FLOORS,
  );
const readingOf = (...records: MeasuredRecord[][]) =>
  reading(tablesOf('contrastive', records.flat())[0] as NonNullable<ReturnType<typeof tablesOf>[number]>);

describe('tables', () => {
  it.each([
    [
      'a row that beats',
      [floor, above('cnn', 0.1)],
      'The floor is beaten by `cnn`. The highest mean is that of `cnn`, clearly above 1 of 1 others.',
    ],
    [
      'rows that are beaten',
      [floor, above('cnn', -0.1), above('kan', -0.2)],
      '**No row was shown to beat the floor.** It beats `kan` and `cnn`. The highest mean is that of `floor, no training`, clearly above 2 of 2 others.',
    ],
    [
      // By hand: differences .05, −.04, .03, −.05 and .01 have an sd of .0435890; 2.776445 · .0435890 / √5 = .0541.
      'a tie',
      [floor, seeds({ row: 'cnn' }, [0.85, 0.8, 0.85, 0.76, 0.84], FLOORS)],
      '**No row was shown to beat the floor.** With 5 seeds a difference below about .054 does not show (half the 95% interval of a tie, the median; Holm asks for more). The highest mean is that of `floor, no training`; no row is clearly below it.',
    ],
    [
      'too few seeds',
      [floor.slice(0, 2), above('cnn', 0.1).slice(0, 2)],
      'Nothing can be said of any row beside the floor. The highest mean is that of `cnn`. Too few seeds to say: `cnn`.',
    ],
    [
      'a row of fewer seeds, whose mean is another thing',
      [floor, above('cnn', 0.1), above('kan', 0.2).slice(0, 2)],
      'The floor is beaten by `cnn`. The highest mean over 5 seeds is that of `cnn`, clearly above 1 of 1 others. Too few seeds to say: `kan`.',
    ],
    [
      'training that helped one of two',
      [floor, above('cnn', 0.1, { untrained: 0.7 }), above('kan', -0.1, { untrained: 0.9 })],
      'The floor is beaten by `cnn`. It beats `kan`. The highest mean is that of `cnn`, clearly above 2 of 2 others. Against the same encoder untrained, of 2 tested: better for 1 (`cnn`); worse for 1 (`kan`).',
    ],
  ])('say of %s what follows', (_, records, said) => {
    expect(readingOf(...records)).toBe(said);
  });

  it('print numbers, published ones in a column of their own, marked seeds and failures', () => {
    const page = tableSection('contrastive', [
      ...floor,
      ...above('paper/cnn', 0.1, { parameters: 34275328, balancedAccuracy: 0.75 }).slice(0, 2),
      failed('kan', 'no memory'),
    ]);
    expect(page).toContain('### Encoders under contrastive learning');
    expect(page).toContain('| floor, no training |  | .820 ± .016 (.800–.840) |  |  | 82.0 ± 1.6 |  |');
    expect(page).toMatch(
      /\| paper\/cnn \(2 seeds\) \| 34,275,328 \| \.921 ± \.030 \| {2}\| too few seeds \| 75\.0 ± 0\.0 \| 50\.6 \(thesis\) \|/,
    );
    expect(page).toContain('**Failed**: `kan`, seed 1 (no memory).');
    const [, missing = ''] = /Not run on this set: (.*)\./.exec(page) ?? [];
    expect(missing).toContain('paper/transformer');
    expect(missing.split(/, | and /)).not.toContain('`kan`');
  });

  it('say that there is none', () => {
    expect(tableSection('methods', [])).toContain('**Not run.**');
  });
});

describe('why', () => {
  const leaky = (row: string, protocol: MeasuredRecord['protocol'], auc: number) => measured({ row, protocol, auc });

  it('shows each system under each protocol, and what a leak gives', () => {
    const page = whySection(
      [
        leaky('a', 'held-out', 0.7),
        leaky('a', 'pairs', 0.9),
        leaky('b', 'held-out', 0.8),
        leaky('b', 'pairs', 0.81),
        leaky('a', 'paper', 0.7),
        leaky('b', 'paper', 0.7),
      ],
      [],
    );
    expect(page).toContain('| a | .700 (.700) | .900 (.900) | .700 (.700) |');
    expect(page).toContain('Under `pairs` `a` gains more than .02 of ROC AUC; the most, .200, `a`.');
    expect(page).toContain('Under `paper` no system gains more than .02 of ROC AUC here.');
    // 18 and 135 of the record.
    expect(page).toContain('with 153 pairs in the test');
    expect(whySection([], [])).toContain('**Not run.**');
  });

  it('says of a leak that all gain by', () => {
    expect(
      inflation(
        ['a', 'b'],
        () => 0.9,
        (row) => (row === 'a' ? 0.5 : 0.7),
        'pairs',
      ),
    ).toBe('Under `pairs` every system gains more than .02 of ROC AUC; the most, .400, `a`.');
  });

  it('says of two that gain, and lists systems as the experiment does', () => {
    const gains = { a: 0.3, b: 0.1, c: 0 };
    const rows = Object.keys(gains) as (keyof typeof gains)[];
    expect(
      inflation(
        rows,
        (row) => 0.5 + gains[row as keyof typeof gains],
        () => 0.5,
        'paper',
      ),
    ).toBe('Under `paper` `a` and `b` gain more than .02 of ROC AUC; the most, .300, `a`.');
    const page = whySection(
      [leaky('transformer, NT-Xent', 'pairs', 0.7), leaky('floor, no training', 'pairs', 0.7)],
      [],
    );
    expect(page.indexOf('| floor, no training')).toBeLessThan(page.indexOf('| transformer, NT-Xent'));
  });

  it.each([
    [[3.0, 3.1], 'In our runs the loss of 2 of 2 encoders ended more than 5% below chance (3.434).'],
    [
      [3.0, 3.4],
      'In our runs the loss of 1 of 2 encoders ended more than 5% below chance (3.434); it did not for `row 1`.',
    ],
  ])('says of last losses %j where they stand to chance', (lasts, said) => {
    const records = lasts.map((last, i) => measured({ row: `row ${i}`, losses: { first: 3.5, last, chance: 3.434 } }));
    expect(whySection([], records)).toContain(said);
    expect(whySection([], [])).not.toContain('In our runs');
  });
});

describe('sweeps', () => {
  /** AUCs of each setting, by seed. */
  const rows = (...aucs: number[][]) =>
    tablesOf(
      'temperature',
      aucs.flatMap((of, i) => seeds({ row: `temperature ${i}` }, of)),
    )[0] as Parameters<typeof sweepSentence>[0];

  it('say whether settings differ on the same seeds, however much seeds differ', () => {
    // Seeds are .1 apart, settings .01, and that on every seed.
    expect(sweepSentence(rows([0.7, 0.8, 0.9], [0.711, 0.81, 0.909]))).toBe(
      'The settings’ means lie between .800 and .810, the highest `temperature 1`. Below it, on the same 3 seeds, adjusted by Holm: `temperature 0`. It was picked for being the highest, so its lead is rather too large.',
    );
    // By hand: −.03, 0, 0 have a mean of −.01 and an sd of .0173205, half of the interval is 4.302653 · .0173205 / √3 = .0430265.
    expect(sweepSentence(rows([0.8, 0.8, 0.8], [0.83, 0.8, 0.8]))).toBe(
      'The settings’ means lie between .800 and .810, the highest `temperature 1`. **No difference from it was shown** (on the same 3 seeds, adjusted by Holm; the 95% intervals allow a setting to be up to .053 lower). That is not to say that there is none.',
    );
    expect(sweepSentence(rows([0.8, 0.8], [0.9, 0.9]))).toBe(
      'The settings’ means lie between .800 and .900, the highest `temperature 1`; of so few seeds, nothing can be said of it.',
    );
    expect(sweepSentence(rows([0.9]))).toBe('There is nothing to compare.');
    const page = sweepSection('temperature', [
      ...seeds({ row: 'floor, no training', kind: 'floor' }, [0.95, 0.95, 0.96]),
      ...seeds({ row: 'temperature 0.1' }, [0.7, 0.8, 0.9]),
      ...seeds({ row: 'temperature 1' }, [0.711, 0.81, 0.909]),
    ]);
    expect(page).toContain('the highest `temperature 1`. Below it');
    expect(sweepSection('temperature', [])).toContain('**Not run.**');
  });

  it('lists settings by their value', () => {
    const records = ['temperature 1', 'temperature 0.5', 'temperature 0.25'].map((row) => measured({ row }));
    expect(tablesOf('temperature', records)[0]?.rows.map(({ name }) => name)).toEqual([
      'temperature 0.25',
      'temperature 0.5',
      'temperature 1',
    ]);
  });
});

describe('cost', () => {
  it('is a table by parameters, with percentiles', () => {
    const page = costSection([cost('paper/cnn', 34275328, 900), cost('cnn', 438688, 90)]);
    expect(page).toContain('| cnn | 438,688 | 1.8 | 90 (81–99) | 9.0 (8.1–9.9) | 90 (81–99) |');
    expect(page.indexOf('| cnn |')).toBeLessThan(page.indexOf('| paper/cnn |'));
    expect(page).toContain(
      'A step of the slowest of the papers’ encoders, `paper/cnn`, takes 10 times one of the slowest of ours, `cnn`.',
    );
    expect(costSection([])).toContain('**Not run.**');
  });

  it('says the contrary where it is so, and nothing where there is one kind', () => {
    expect(costSentence([cost('paper/vae', 2, 10), cost('kan', 1, 25)])).toBe(
      'A step of the slowest of ours, `kan`, takes 2.5 times one of the slowest of the papers’, `paper/vae`.',
    );
    expect(costSentence([cost('kan', 1, 25)])).toMatch(/nothing to compare/);
  });
});

describe('figures', () => {
  const augmented = { axis: [77, 78], before: [1, 2], panels: [{ name: 'scale', strength: 'x', after: [2, 4] }] };

  it('are drawn of what there is', () => {
    expect(paperFigures([], {}, augmented).map(({ file }) => file)).toEqual(['augmentations.svg']);
    const similarities = [
      {
        title: 'a system',
        threshold: 0.5,
        rows: [
          { batch: 'b1', within: [0.6, 0.4], between: [0.7, 0.1] },
          { batch: 'b2', within: [], between: [0.7, 0.1] },
        ],
      },
    ];
    const figures = paperFigures([...floor, ...above('cnn', 0.1)], { similarities }, augmented);
    expect(figures.map(({ file }) => file)).toEqual([
      'auc-by-encoder.svg',
      'batch-similarity.svg',
      'augmentations.svg',
    ]);
    expect(figures[1]?.caption).toBe(
      'a system: the threshold, frozen on training pairs, keeps 1 of 2 pairs within batches and lets through 1 of 2 between them.',
    );
    expect(figures[0]?.caption).toBe('On simulated the median of every system is above the floor’s mean (.820).');
  });

  it.each([
    [[0.7], 'no system'],
    [[0.9, 0.7], '`a`'],
  ])('say which medians are above the floor: %j', (medians, who) => {
    const rows = medians.map((value, i) => ({ system: 'ab'[i] as string, values: [value] }));
    expect(boxCaption([{ title: 'x', rows, floor: [0.8] }])).toBe(
      `On x the median of ${who} is above the floor’s mean (.800).`,
    );
  });

  it('say of Grad-CAM whether it finds what is known, among bins as high', () => {
    const spectrum = Array.from({ length: 100 }, (_, bin) => (bin < 10 ? 10 : 1));
    const result = (map: readonly number[]) => ({
      axis: spectrum,
      spectrum,
      planted: [0, 1],
      encoders: [{ encoder: 'cnn', map, accepted: 3, positive: 4, auc: 0.8 }],
    });
    const finding = spectrum.map((_, bin) => (bin < 2 ? 1 : 0));
    expect(gradCamCaption(result(finding))).toContain(
      'planted peaks rank 1.00 by `cnn` (.50 is chance). All maps find more',
    );
    expect(gradCamCaption(result(spectrum))).toContain('rank .50 by `cnn` (.50 is chance). **No map finds');
  });
});
