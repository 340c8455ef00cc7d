import { createRandom } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import type { FlatRows } from '../back-ends/products.js';
import { type Pairs, pairsAmong } from '../evaluation/pairs.js';
import { groupFolds } from '../evaluation/splits.js';
import { CLASSIFIER_NAMES } from './baselines.js';
import { innerSides, outerSide } from './pair-sides.js';
import { scoreSide } from './score-side.js';

const groups = Array.from({ length: 36 }, (_, i) => `source ${i % 12}`);
const random = createRandom(1, 'spectra');
const sources = Array.from({ length: 12 }, () => Array.from({ length: 15 }, () => random.normal()));
const spectra: FlatRows = {
  count: 36,
  width: 15,
  data: Float64Array.from(
    groups.flatMap((_, i) => (sources[i % 12] as number[]).map((x) => x + 0.5 * random.normal())),
  ),
};
const [fold] = groupFolds(groups, 3, 1) as [ReturnType<typeof groupFolds>[number]];
const side = outerSide(fold, groups);
const scored = await scoreSide(spectra, side, CLASSIFIER_NAMES, 5, 1);
const swapped = ({ a, b, same }: Pairs): Pairs => ({ a: b, b: a, same });

describe('scoreSide', () => {
  it.each(CLASSIFIER_NAMES)(
    '%s gives the same score whichever spectrum comes first, in training and test',
    async (name) => {
      const turned = await scoreSide(spectra, { train: swapped(side.train), test: swapped(side.test) }, [name], 5, 1);
      expect(turned.get(name)).toEqual(scored.get(name));
    },
  );

  it.each(CLASSIFIER_NAMES)(
    '%s learns nothing of the spectra it scores: one that changes changes its own pairs alone',
    async (name) => {
      const changed = fold.test[0] as number;
      const data = spectra.data.slice();
      data.subarray(changed * 15, (changed + 1) * 15).forEach((value, bin, row) => {
        row[bin] = value + (bin % 2 === 0 ? 3 : -3);
      });
      const after = (await scoreSide({ ...spectra, data }, side, [name], 5, 1)).get(name) as Float64Array;
      const before = scored.get(name) as Float64Array;
      const own = Array.from(side.test.a, (a, p) => a === changed || side.test.b[p] === changed);
      own.forEach((is, p) => {
        if (!is) {
          expect(after[p]).toBe(before[p]);
        }
      });
      expect(own.some((is, p) => is && after[p] !== before[p])).toBe(true);
    },
  );

  it('gives a classifier the same scores alone and among others', async () => {
    expect((await scoreSide(spectra, side, ['random-forest'], 5, 1)).get('random-forest')).toEqual(
      scored.get('random-forest'),
    );
  });
});

describe('innerSides', () => {
  it('cuts a fold by group by group: nothing tested is trained on, and nothing is of the held-out side', () => {
    const inner = innerSides(fold, groups, 1);
    const tested = inner.flatMap(({ test }) => [...test.a, ...test.b]);
    expect(new Set(tested)).toEqual(new Set(fold.train));
    for (const { rows, train, test } of inner) {
      const names = (pairs: Pairs) => new Set([...pairs.a, ...pairs.b].map((i) => groups[i]));
      expect([...names(test)].filter((name) => names(train).has(name))).toEqual([]);
      expect(new Set([...train.a, ...train.b])).toEqual(new Set(rows));
    }
  });

  it('cuts a fold by pair by pair: every training pair is tested once, by others', () => {
    const everyone = groups.map((_, i) => i);
    const trainPairs = pairsAmong(everyone.slice(0, 30), groups);
    const inner = innerSides({ train: everyone, test: everyone, trainPairs }, groups, 1);
    const keys = ({ a, b }: Pairs) => Array.from(a, (one, p) => `${one}-${b[p]}`);
    expect(inner.flatMap(({ test }) => keys(test)).sort()).toEqual(keys(trainPairs).sort());
    for (const { train, test } of inner) {
      expect(keys(train).filter((key) => keys(test).includes(key))).toEqual([]);
      expect(test.same.some((one) => one === 1)).toBe(true);
    }
  });

  it('refuses too few groups', () => {
    const few = groups.map((_, i) => `source ${i % 3}`);
    expect(() => innerSides({ train: few.map((_, i) => i), test: [] }, few, 1)).toThrow(
      /3 training groups are too few/,
    );
  });
});
