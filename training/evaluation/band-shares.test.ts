import { decide } from '@spectrosim/models';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bandShares } from './band-shares.js';
import { scoredPairs } from './scored-pairs.setup.js';

describe('bandShares', () => {
  it('counts what the verdict is (oracle: decide)', () => {
    fc.assert(
      fc.property(scoredPairs, ({ scores, same }) => {
        const band = { lo: -1.5, hi: 1 };
        const shares = bandShares(scores, same, band);
        for (const [kind, name] of [
          [1, 'same'],
          [0, 'different'],
        ] as const) {
          const verdicts = Array.from(scores, (score) =>
            decide({ score: 'llr', threshold: 0, band: { ...band, rate: 0.05 } }, { similarity: 0, score }),
          ).filter((_, p) => same[p] === kind);
          const share = (of: (verdict: (typeof verdicts)[number]) => boolean) =>
            verdicts.filter(of).length / verdicts.length;
          expect(shares[name].undecided).toBeCloseTo(
            share(({ undecided }) => undecided),
            12,
          );
          expect(shares[name].right).toBeCloseTo(
            share(({ undecided, sameSource }) => !undecided && sameSource === (kind === 1)),
            12,
          );
          expect(shares[name].right + shares[name].wrong + shares[name].undecided).toBeCloseTo(1, 12);
        }
      }),
    );
  });

  it('decides every pair where the band is empty', () => {
    const { same, different } = bandShares([0, -0.1], [1, 0], { lo: 0, hi: 0 });
    expect([same, different]).toEqual(Array(2).fill({ right: 1, wrong: 0, undecided: 0 }));
  });
});
