import { describe, expect, it } from 'vitest';
import { hardPairs } from './hard-pairs.js';
import { allPairs } from './pairs.js';

const pairs = allPairs(['a', 'a', 'b', 'b', 'c']);
const none = new Float64Array(10);
/** Hard pairs by name, `01` for the pair of spectra 0 and 1. */
function hard(circumstances: Parameters<typeof hardPairs>[1], floor: ArrayLike<number> = none) {
  const { hard: flags, definition } = hardPairs(pairs, circumstances, floor);
  return [
    Array.from(flags)
      .flatMap((flag, p) => (flag === 1 ? [`${pairs.a[p]}${pairs.b[p]}`] : []))
      .join(' '),
    definition,
  ];
}

describe('hardPairs', () => {
  it("are all positives and the floor's nearest quarter where nothing is known (by hand: 2 of 8)", () => {
    // Pairs 01 02 03 04 12 13 14 23 24 34; 01 and 23 are positives.
    expect(hard({}, [0.9, 0.1, 0.8, 0.3, 0.4, 0.2, 0.7, 0.1, 0.5, 0.6])).toEqual([
      '01 03 14 23',
      'Hard pairs: all same-source pairs against the quarter of different-source pairs that the floor finds most similar. Chosen by the floor’s own errors, they would judge it too harshly: it has no number here, and nothing is compared with it.',
    ]);
  });

  it('are across runs against within one, unknown runs left out', () => {
    expect(hard({ runs: ['1', '2', '1', '1', '2'] })).toEqual([
      '01 02 03 14',
      'Hard pairs: same-source pairs across runs against different-source pairs of one run.',
    ]);
    expect(hard({ runs: ['', '', '1', '1', ''] })[0]).toBe('');
  });

  it('are of one stratum too, where there is one', () => {
    const strata = { values: ['x', 'x', 'x', 'y', 'x'], numeric: false };
    expect(hard({ strata })).toEqual([
      '01 02 04 12 14 23 24',
      'Hard pairs: all same-source pairs against different-source pairs of one stratum.',
    ]);
    expect(hard({ strata, runs: ['1', '2', '1', '1', '2'] })).toEqual([
      '01 02 14',
      'Hard pairs: same-source pairs across runs against different-source pairs of one run and stratum.',
    ]);
    expect(hard({ strata: { values: ['', '', '', '', ''], numeric: false } })[0]).toBe('01 23');
  });

  it('are the quarter nearest in a numeric stratum, ties included (by hand: differences of 1)', () => {
    const strata = { values: ['1', '5', '2', '9', '6'], numeric: true };
    expect(hard({ strata })).toEqual([
      '01 02 14 23',
      'Hard pairs: all same-source pairs against the quarter of different-source pairs that are nearest in stratum.',
    ]);
    expect(hard({ strata: { values: ['1', '5', '2', '4', ''], numeric: true } })[0]).toBe('01 02 13 23');
  });
});
