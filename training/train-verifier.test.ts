import { createRandom } from '@spectrosim/models';
import type { Rows } from '@spectrosim/models/graph';
import { describe, expect, it } from 'vitest';
import type { Dataset } from './dataset.js';
import { createProtocol } from './evaluation/protocols/protocol.js';
import { trainVerifier } from './train-verifier.js';
import { axis, run, spectra } from './verifier/spectra.setup.js';

const EIGHT = new Array<number>(8).fill(3);

async function train({ rows, groups }: { readonly rows: Rows; readonly groups: readonly string[] }) {
  const dataset: Dataset = {
    axis,
    missing: 'interpolate',
    names: groups.map((_, i) => `spectrum ${i}`),
    groups,
    groupColumn: 'batch',
    rows,
    rowHashes: groups.map((_, i) => `hash ${i}`),
    hash: 'hash of all',
    simulated: false,
  };
  return trainVerifier(dataset, createProtocol('groups', dataset, { folds: 4 }), {
    seed: 1,
    partitions: 1,
    candidates: ['floor', 'linear', 'ensemble'],
    run,
  });
}

describe('trainVerifier', () => {
  it('ships what is learned where that clearly beats the floor on unseen groups', async () => {
    const { ladder, chosen, floor, why, metrics } = await train(spectra(EIGHT, 2));
    expect(chosen.tried).toBe(ladder.chosen);
    expect(chosen.tried).not.toBe(floor.tried);
    expect(why).toBe(ladder.why);
    expect(metrics.model.system).not.toBe(metrics.floor.system);
    expect(metrics.difference.cllr?.hi).toBeLessThan(0);
  });

  it('ships the floor, with the floor’s own measures, where what is learned does not', async () => {
    const { ladder, chosen, floor, why, metrics, evaluation, outOfFold, scores } = await train(spectra(EIGHT, 1.5));
    // The ladder, which sees inner folds alone, had chosen something learned.
    expect(ladder.chosen).not.toBe(ladder.floor);
    expect(evaluation.difference.cllr.hi).toBeGreaterThan(0);
    expect(chosen).toBe(floor);
    expect(why).toMatch(/Cross-validated, that choice ties with the floor \(Cllr .*\)\. So the floor ships\.$/);
    expect(metrics.model).toEqual(metrics.floor);
    expect(metrics.model.cllr?.mean).toBe(evaluation.floor.cllr.mean);
    expect(metrics.difference).toMatchObject({ auc: { mean: 0, lo: 0, hi: 0 }, cllr: { mean: 0, lo: 0, hi: 0 } });
    expect(outOfFold.llrs).toBe(scores.pooled[0]?.floor.bounded);
  });

  it('writes no model that would answer all pairs alike', async () => {
    // Every group has one spectrum of each of three kinds: spectra of one group are less alike than those of two.
    const random = createRandom(1, 'kinds');
    const bins = axis.values.length;
    const kinds = [0, 1, 2].map(() => Array.from({ length: bins }, () => 20 + 5 * random.normal()));
    const groups = EIGHT.flatMap((size, g) => new Array<string>(size).fill(`group ${g}`));
    const data = groups.flatMap((_, i) => (kinds[i % 3] as number[]).map((value) => value + 0.5 * random.normal()));
    await expect(
      train({ rows: { count: groups.length, bins, data: Float32Array.from(data) }, groups }),
    ).rejects.toThrow(
      /Nothing that was tried tells one batch from another: .*No model is written\. ROC AUC of unseen groups: 0\.\d+/,
    );
  });
});
