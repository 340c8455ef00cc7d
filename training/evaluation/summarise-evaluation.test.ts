import { createRandom } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { areaUnderRoc } from './area-under-roc.js';
import { averagePrecision } from './average-precision.js';
import { groupBootstrap } from './bootstrap.js';
import { cllr, minCllr } from './cllr.js';
import { equalErrorRate, missRateAt } from './error-rates.js';
import { hardPairs } from './hard-pairs.js';
import type { MeasureName } from './measure-pooled.js';
import { allPairs, concatPairs, type Pairs } from './pairs.js';
import { testPairsOf } from './protocols/fold.js';
import { createProtocol, partitions } from './protocols/protocol.js';
import type { ScoredPairs } from './ranking.js';
import { type PooledPartition, summariseEvaluation, summariseSystem } from './summarise-evaluation.js';
import { balancedAccuracy } from './threshold.js';

const groups = Array.from({ length: 36 }, (_, i) => `g${i % 9}`);

const NOTHING = { mean: Number.NaN, sd: Number.NaN, lo: Number.NaN, hi: Number.NaN };

/** Pooled pairs of a five-fold protocol with made-up ratios: the model's further apart than the floor's. */
function pooled(seed: number, count: number, model = 5, floor = 2): PooledPartition[] {
  return partitions(createProtocol('groups', { groups }), seed, count).map(({ seed: own, folds }) => {
    const random = createRandom(own, 'scores');
    const pairs = concatPairs(folds.map((fold) => testPairsOf(fold, groups)));
    const draw = (apart: number) =>
      Float64Array.from(pairs.same, (same) => 1.5 * random.normal() + apart * (same - 0.5));
    const llrs = draw(model);
    return {
      pairs,
      hard: pairs.same.map((same, p) => (same === 1 || p % 3 === 0 ? 1 : 0)),
      model: { llrs, bounded: llrs.map((llr) => Math.max(-3, Math.min(3, llr))) },
      floor: { llrs: draw(floor), thresholds: new Float64Array(pairs.same.length).fill(0.5) },
    };
  });
}

/** Each measure by itself, of pairs of spectra: the long way. */
function oneByOne(
  pairs: Pairs,
  hard: Uint8Array,
  { llrs, bounded = llrs, thresholds }: PooledPartition['model'],
): Record<MeasureName, (weights?: ArrayLike<number>) => number> {
  const all = (weights?: ArrayLike<number>): ScoredPairs => ({
    scores: llrs,
    same: pairs.same,
    ...(weights && { weights }),
  });
  return {
    auc: (weights) => areaUnderRoc(all(weights)),
    eer: (weights) => equalErrorRate(all(weights)),
    fnrAt1: (weights) => missRateAt(all(weights)),
    averagePrecision: (weights) => averagePrecision(all(weights)),
    minCllr: (weights) => minCllr(all(weights)),
    cllr: (weights) => cllr({ ...all(weights), scores: bounded }),
    balancedAccuracy: (weights) => balancedAccuracy(all(weights), thresholds?.[0] ?? 0),
    // Weight 0 is to be left out.
    hardAuc: (weights) => areaUnderRoc(all(Array.from(hard, (one, p) => one * (weights?.[p] ?? 1)))),
  };
}

describe('summariseEvaluation', () => {
  const parts = pooled(1, 3);
  const summary = summariseEvaluation(parts, groups, 7);

  it('measures a system alone as beside another', () => {
    const both = pooled(3, 2);
    const alone = both.map(({ floor: _, ...one }) => one);
    expect(summariseSystem(alone, groups, 3)).toEqual(summariseEvaluation(both, groups, 3).model);
  });

  it('gives mean and standard deviation over partitions (oracle: each measure by itself)', () => {
    for (const system of ['model', 'floor'] as const) {
      const each = parts.map((part) => oneByOne(part.pairs, part.hard as Uint8Array, part[system]));
      for (const [name, { mean, sd }] of Object.entries(summary[system])) {
        const values = each.map((measures) => measures[name as MeasureName]());
        const expected = values.reduce((sum, value) => sum + value, 0) / 3;
        expect(mean).toBeCloseTo(expected, 12);
        expect(sd).toBeCloseTo(Math.sqrt(values.reduce((sum, value) => sum + (value - expected) ** 2, 0) / 2), 12);
      }
    }
    expect(summary).toMatchObject({ partitions: 3, groups: 9, interval: '95% bootstrap over groups' });
    expect(summary.positivePairs + summary.negativePairs).toBe(parts[0]?.pairs.same.length);
  });

  it('gives the intervals of a bootstrap over groups, for one partition and its difference (oracle: groupBootstrap)', () => {
    const [part] = parts as [PooledPartition];
    const one = summariseEvaluation([part], groups, 7);
    const model = oneByOne(part.pairs, part.hard as Uint8Array, part.model);
    const floor = oneByOne(part.pairs, part.hard as Uint8Array, part.floor);
    for (const name of ['auc', 'cllr', 'hardAuc', 'balancedAccuracy'] as const) {
      const { lo, hi } = groupBootstrap(part.pairs, groups, 7, (weights) => model[name](weights));
      expect([one.model[name].lo, one.model[name].hi]).toEqual([expect.closeTo(lo, 12), expect.closeTo(hi, 12)]);
      const paired = groupBootstrap(part.pairs, groups, 7, (weights) => model[name](weights) - floor[name](weights));
      expect([one.difference[name].lo, one.difference[name].hi]).toEqual([
        expect.closeTo(paired.lo, 12),
        expect.closeTo(paired.hi, 12),
      ]);
      expect(one.model[name].sd).toBe(0);
    }
  });

  it('says which system is better: a much better one beats, itself ties, turned round it loses', () => {
    for (const name of ['auc', 'cllr', 'minCllr', 'eer'] as const) {
      expect(summary.difference[name].standing).toBe('beats');
    }
    const turned = summariseEvaluation(
      parts.map(({ model, floor, ...part }) => ({ ...part, model: floor, floor: model })),
      groups,
      7,
    );
    expect(turned.difference.cllr.standing).toBe('loses');
    expect(turned.difference.cllr.mean).toBeCloseTo(-summary.difference.cllr.mean, 12);
    const itself = summariseEvaluation(
      parts.map((part) => ({ ...part, floor: part.model })),
      groups,
      7,
    );
    expect(itself.difference.auc).toEqual({ mean: 0, sd: 0, lo: 0, hi: 0, standing: 'tie' });
  });

  it('has no number for hard pairs where there are none', () => {
    const none = summariseEvaluation(
      parts.map(({ hard: _, ...part }) => part),
      groups,
      7,
    );
    expect(none.model.hardAuc.mean).toBeNaN();
    expect(none.difference.hardAuc.standing).toBeNull();
    expect(none.model.auc).toEqual(summary.model.auc);
  });

  describe('of two equal systems, hard pairs chosen by the floor', () => {
    const many = Array.from({ length: 36 }, (_, i) => `g${i % 12}`);
    const pairs = allPairs(many);
    /** The same ratios of either kind of pair, each system with errors of its own. */
    const drawn = (draw: number) => {
      const random = createRandom(draw, 'equal systems');
      const noisy = () => ({ llrs: Float64Array.from(pairs.same, (same) => 1.5 * random.normal() + 2 * (same - 0.5)) });
      const [model, floor] = [noisy(), noisy()];
      const { hard, byFloor } = hardPairs(pairs, {}, floor.llrs);
      return { pairs, model, floor, hard, byFloor };
    };

    it('would let the floor lose by its own noise: clearly, were it measured', () => {
      const { hardAuc } = summariseEvaluation([{ ...drawn(1), byFloor: false }], many, 1).difference;
      expect(hardAuc.mean).toBeGreaterThan(0.1);
      expect(hardAuc.standing).toBe('beats');
    });

    it('measure no floor and no difference, and the model still', () => {
      const { model, floor, difference } = summariseEvaluation([drawn(1)], many, 1);
      expect(model.hardAuc.mean).toBeGreaterThan(0.5);
      expect(floor.hardAuc).toEqual(NOTHING);
      expect(difference.hardAuc).toEqual({ ...NOTHING, standing: null });
      expect(difference.auc.standing).not.toBeNull();
    });

    it('and chosen by a stratum, measure both', () => {
      const one = drawn(1);
      const strata = { values: many.map((_, i) => `${i % 2}`), numeric: false };
      const fair = summariseEvaluation([{ ...one, ...hardPairs(pairs, { strata }, one.floor.llrs) }], many, 1);
      expect(fair.floor.hardAuc.mean).toBeGreaterThan(0.5);
      expect(fair.difference.hardAuc.standing).toBe('tie');
    });
  });

  it('says no standing of fewer than five groups', () => {
    const four = groups.map((_, i) => `g${i % 4}`);
    const pairs = allPairs(four);
    const floor = { llrs: Float64Array.from(pairs.same, (same, p) => same + ((7 * p) % 5)) };
    const part = { pairs, model: { llrs: Float64Array.from(pairs.same) }, floor };
    const { difference } = summariseEvaluation([part], four, 1);
    expect(Object.values(difference).map(({ standing }) => standing)).toEqual(new Array(8).fill(null));
    expect(difference.auc.lo).toBeGreaterThan(0);
  });

  it('refuses a partition of one kind of pair', () => {
    const [part] = parts as [PooledPartition];
    const pairs = { ...part.pairs, same: new Uint8Array(part.pairs.same.length) };
    expect(() => summariseEvaluation([{ ...part, pairs }], groups, 1)).toThrow(/0 pairs of one group/);
  });
});
