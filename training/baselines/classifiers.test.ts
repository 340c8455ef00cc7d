import { describe, expect, it } from 'vitest';
import { areaUnderRoc } from '../evaluation/area-under-roc.js';
import { CLASSIFIERS } from './baselines.js';
import { pairFeatures } from './features.setup.js';

describe.each(Object.entries(CLASSIFIERS))('%s', (_, classifier) => {
  it('tells new pairs apart that lie apart, the likelier of one source the higher', async () => {
    const { features, same } = pairFeatures(80, 5, 12);
    const fitted = await classifier.fit(features, same, 1);
    const fresh = pairFeatures(40, 5, 12, 2);
    const verdicts = fitted.score(fresh.features).map((score) => (score >= 0 ? 1 : 0));
    expect([...verdicts]).toEqual([...fresh.same]);
  });

  it('finds most of what is there where kinds overlap', async () => {
    const { features, same } = pairFeatures(200, 6, 1.5);
    const fresh = pairFeatures(400, 6, 1.5, 2);
    const scores = (await classifier.fit(features, same, 1)).score(fresh.features);
    // The best there is: two features 1.5 apart are √2 · 1.5 apart, and Φ(√2 · 1.5 / √2) = 0.933.
    const auc = areaUnderRoc({ scores, same: fresh.same });
    expect(auc).toBeGreaterThan(0.78);
    expect(auc).toBeLessThan(0.96);
  });

  it('finds nothing where there is nothing', async () => {
    const { features, same } = pairFeatures(200, 6, 0);
    const fresh = pairFeatures(2000, 6, 0, 2);
    const scores = (await classifier.fit(features, same, 1)).score(fresh.features);
    // Four standard errors of the AUC of 1000 against 1000 pairs.
    expect(Math.abs(areaUnderRoc({ scores, same: fresh.same }) - 0.5)).toBeLessThan(4 * 0.0129);
  });

  it('gives the same scores for the same seed, whatever was fitted between, and leaves its input as it was', async () => {
    const { features, same } = pairFeatures(60, 4, 1);
    const before = features.data.slice();
    const first = (await classifier.fit(features, same, 3)).score(features);
    await classifier.fit(pairFeatures(30, 7, 1, 5).features, same.slice(0, 30), 4);
    expect((await classifier.fit(features, same, 3)).score(features)).toEqual(first);
    expect(features.data).toEqual(before);
    expect(first.every(Number.isFinite)).toBe(true);
  });

  it.each([
    ['two pairs', 2, 3],
    ['more features than pairs', 10, 20],
  ])('stays finite with %s', async (_name, count, width) => {
    const { features, same } = pairFeatures(count, width, 1);
    const scores = (await classifier.fit(features, same, 1)).score(pairFeatures(20, width, 1, 2).features);
    expect(scores.every(Number.isFinite)).toBe(true);
  });
});
