import { describe, expect, it } from 'vitest';
import { boxPlots, fiveNumbers } from './box-plot.js';

describe('fiveNumbers', () => {
  it('are the ends and the quartiles, between values where they fall there (by hand)', () => {
    expect(fiveNumbers([4, 1, 3, 2])).toEqual([1, 1.75, 2.5, 3.25, 4]);
    expect(fiveNumbers([5, 1, 2, 4, 3])).toEqual([1, 2, 3, 4, 5]);
    expect(fiveNumbers([7])).toEqual([7, 7, 7, 7, 7]);
  });
});

describe('boxPlots', () => {
  const floor = { mean: 0.75, sd: 0 };
  const row = {
    kind: 'contrastive',
    seeds: [1, 2],
    measures: {},
    againstFloor: 'too few seeds',
    againstBest: 'is it',
    seconds: 1,
  } as const;

  it('draws each seed at its place, the best in bold, and escapes names', () => {
    const rows = [
      { ...row, name: 'a <b>', floor, aucs: [0.4, 1] },
      { ...row, name: 'one seed', floor, aucs: [0.7] },
    ];
    const { markup } = boxPlots({ rows, best: 'a <b>' });
    // By hand: 0.4 is where the axis begins, at 250, and 1 where it ends, at 744.
    expect(markup).toContain('<circle cx="250" cy="20"');
    expect(markup).toContain('<circle cx="744" cy="20"');
    expect(markup).toContain('<circle cx="497" cy="44"');
    expect(markup).toMatch(/<g class="best"><title>a &lt;b&gt;: 0.400, 1.000<\/title>/);
    expect(markup.match(/class="box"/g)).toHaveLength(1);
  });
});
