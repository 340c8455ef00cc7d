import { parseRecipe } from '@spectrosim/models';
import type { Rows } from '@spectrosim/models/graph';
import { describe, expect, it } from 'vitest';
import { groupFolds } from '../evaluation/splits.js';
import { backEndInputs } from './back-end-inputs.js';
import { bentEncoder } from './bent-encoder.setup.js';
import { CANDIDATES } from './candidates.js';
import { fitVerifier } from './fit-verifier.js';
import { createPreprocessor } from './preprocessor.js';
import { rate } from './rate.js';
import { scorePairs } from './score-pairs.js';
import { axis, run, spectra } from './spectra.setup.js';
import { tryCandidates } from './try-candidates.js';

const { rows, groups } = spectra(new Array<number>(12).fill(3), 2);
const folds = groupFolds(groups, 3, 1);
const preprocessings = ['snv', 'sqrt, autoscale'].map((text) => ({ recipe: parseRecipe(text), family: text }));
const inputsOf = (of: Rows, labels: readonly string[]) =>
  backEndInputs(createPreprocessor(of, run), labels, run, { fitEncoder: bentEncoder, axis, seed: 1 });
const tryOn = (data: Float32Array, encoded: boolean) =>
  tryCandidates(
    groups,
    folds,
    preprocessings.map((one) => ({ ...one, encoded })),
    CANDIDATES,
    inputsOf({ ...rows, data }, groups),
  );

describe('tryCandidates', () => {
  it.each([
    ['', false],
    [', through encoders', true],
  ])(
    'learns nothing from the spectra it scores%s: one that changes changes its own pairs alone, in its fold',
    async (_, encoded) => {
      const before = await tryOn(rows.data, encoded);
      const [fold] = folds;
      const changed = fold?.test[0] as number;
      const data = rows.data.slice();
      data.subarray(changed * rows.bins, (changed + 1) * rows.bins).forEach((value, bin, row) => {
        row[bin] = value * (1 + 0.5 * Math.sin(bin));
      });
      const after = await tryOn(data, encoded);
      const others = Array.from(before.pairs.a, (a, p) => [a, before.pairs.b[p] as number, p] as const).filter(
        ([a, b]) => fold?.test.includes(a) && a !== changed && b !== changed,
      );
      expect(others.length).toBeGreaterThan(20);
      after.branches.forEach(({ scores, candidate }, k) => {
        const old = before.branches[k]?.scores as Float64Array;
        for (const [, , p] of others) {
          expect(scores[p], candidate.name).toBeCloseTo(old[p] as number, 5);
        }
        const own = Array.from(before.pairs.a, (a, p) => (a === changed || before.pairs.b[p] === changed ? p : -1));
        expect(own.some((p) => p >= 0 && Math.abs((scores[p] as number) - (old[p] as number)) > 1e-4)).toBe(true);
      });
    },
  );

  it.each([
    ['', false, undefined],
    [', on an encoder', true, undefined],
    [', normalised by a cohort', false, 's-norm'],
    [', on an encoder and normalised by the nearest of a cohort', true, 'as-norm'],
  ] as const)(
    'scores from products as the fitted verifier does from spectra%s (every candidate, in single precision)',
    async (_, encoded, normalisation) => {
      // Trained on the first eight groups, tried on the others: the verifier fitted on those eight must give the same.
      const train = groups.flatMap((_, i) => (i < 24 ? [i] : []));
      const test = groups.flatMap((_, i) => (i < 24 ? [] : [i]));
      const { pairs, branches } = await tryCandidates(
        groups,
        [{ train, test }],
        preprocessings.map((one) => ({ ...one, encoded })),
        CANDIDATES,
        inputsOf(rows, groups),
        normalisation,
      );
      const trainRows = { ...rows, count: 24, data: rows.data.slice(0, 24 * rows.bins) };
      const trainGroups = groups.slice(0, 24);
      for (const branch of branches) {
        const rating = rate([branch], pairs.same);
        const line = { knots: Float64Array.of(0, 1), values: Float64Array.of(0, 1) };
        const identity = { ...rating, normals: [line], calibration: { ...line, bound: 1 } };
        const inputs = inputsOf(trainRows, trainGroups);
        const verifier = await fitVerifier([branch], identity, trainGroups, inputs, normalisation);
        expect(verifier.definition.branches[0]?.encoder !== undefined).toBe(encoded);
        const scores = await scorePairs(verifier, rows, pairs, run);
        const scale = Math.max(...branch.scores.map(Math.abs));
        scores.forEach((score, p) => {
          expect(Math.abs(score - (branch.scores[p] as number)) / scale, branch.candidate.name).toBeLessThan(1e-4);
        });
      }
    },
  );
});
