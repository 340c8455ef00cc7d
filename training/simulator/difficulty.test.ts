import { rowOf } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { areaUnderRoc } from '../evaluation/area-under-roc.js';
import { allPairs } from '../evaluation/pairs.js';
import { cosineSimilarity } from '../similarity/cosine.js';
import { SIMULATOR_PRESETS, type SimulatorPreset, simulatorParameters } from './presets.js';
import { simulate } from './simulate.js';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** AUC of the plain cosine of raw intensities over all pairs of fish: it learns nothing, so every batch is unseen. */
function plainCosineAuc(preset: SimulatorPreset, seed: number): number {
  const set = simulate(simulatorParameters(preset), seed);
  const batches = set.columns.get('batch') as readonly string[];
  const fish = set.columns.get('qc')?.flatMap((qc, n) => (qc === 'true' ? [] : [n])) ?? [];
  const pairs = allPairs(fish.map((index) => batches[index] as string));
  const row = (index: number | undefined) => rowOf(set, fish[index as number] as number);
  const scores = Array.from(pairs.same.keys(), (p) => cosineSimilarity(row(pairs.a[p]), row(pairs.b[p])));
  expect([scores.length, pairs.same.filter((same) => same === 1).length]).toEqual([2556, 72]);
  return areaUnderRoc({ scores, same: pairs.same });
}

describe('difficulty', () => {
  it.each(SEEDS)('plain cosine is between .70 and .90 by default: seed %i', (seed) => {
    const auc = plainCosineAuc('default', seed);
    expect(auc).toBeGreaterThan(0.7);
    expect(auc).toBeLessThan(0.9);
  });

  it.each(SEEDS.slice(0, 3))('falls from easy over default to hard: seed %i', (seed) => {
    const [easy, standard, hard] = SIMULATOR_PRESETS.map((preset) => plainCosineAuc(preset, seed));
    expect(easy).toBeGreaterThan(standard as number);
    expect(standard).toBeGreaterThan(hard as number);
  });
});
