import type { TensorValue } from '@spectrosim/models';
import type { Rows } from '@spectrosim/models/graph';
import { simulate, simulatorParameters } from '@spectrosim/training';
import { describe, expect, it } from 'vitest';
import { bentEncoder } from '../training/verifier/bent-encoder.setup.js';
import { CANDIDATES } from '../training/verifier/candidates.js';
import { explainedVerifier, load } from './explained-verifier.setup.js';
import { TOLERANCES } from './tolerances.js';

const design = { batches: 8, fishPerBatch: 3, qcInterval: 0 };
const set = simulate(simulatorParameters('default', { axis: { bins: 60 }, design }), 1);
const bins = set.axis.values.length;
const rows: Rows = { count: set.names.length, bins, data: set.intensities };
const groups = set.columns.get('batch') as readonly string[];
/** Within a batch and of two. */
const PAIRS = [
  [0, 1],
  [0, 4],
  [5, 20],
  [12, 23],
] as const;
const side = (of: 0 | 1): TensorValue => ({
  type: 'float32',
  dims: [PAIRS.length, bins],
  data: Float32Array.from(PAIRS.flatMap((pair) => [...rows.data.subarray(pair[of] * bins, (pair[of] + 1) * bins)])),
});

/** Autoscaled, the mean of all is 0 whether or not a back-end takes it off. */
const RECIPES = ['sqrt, snv', 'sqrt, autoscale'];
const CASES = CANDIDATES.flatMap(({ name }) =>
  RECIPES.flatMap((recipe) => ['', ', on an encoder'].map((encoded) => [name, recipe, encoded] as const)),
);

describe('what the ladder may choose is explained in parts that add up', () => {
  it.each(CASES)('%s of %s%s', async (backEnd, recipe, encoded) => {
    const choice = { recipe, backEnd, encoded: encoded !== '' };
    const { graphs, starts } = await explainedVerifier(rows, groups, set.axis, [choice], { fitEncoder: bentEncoder });
    // A back-end that compares directions takes the mean for none where it takes it off, or autoscaling did.
    const directions = !backEnd.startsWith('PLDA');
    const vanishes = directions && (backEnd !== 'cosine' || recipe.endsWith('autoscale'));
    expect(starts.map((start) => start.vanishes)).toEqual([vanishes]);
    const session = await load(graphs.explain);
    const got = await session.run({ a: side(0), b: side(1) });
    await session.dispose();
    const data = (name: string) => (got[name] as TensorValue).data as Float32Array;
    const at = (name: string, i: number) => data(name)[i] as number;
    for (const of of ['A', 'B']) {
      PAIRS.forEach((_, p) => {
        const parts = data(`parts${of}`).subarray(p * bins, (p + 1) * bins);
        const gained = at('score', p) - at(`baseline${of}`, p);
        const missed = Math.abs(parts.reduce((sum, part) => sum + part, 0) - gained);
        expect(Math.abs(gained)).toBeGreaterThan(1e-3);
        expect(missed).toBeLessThan(TOLERANCES.completeness * Math.max(0.1, Math.abs(gained)));
      });
    }
  });
});
