import { spawnSync } from 'node:child_process';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { createRandom } from '@spectrosim/models';
import {
  areaUnderRoc,
  averagePrecision,
  balancedAccuracy,
  cllr,
  equalErrorRate,
  minCllr,
  missRateAt,
} from '@spectrosim/training';
import { beforeAll, describe, expect, it } from 'vitest';

const python = env.SPECTROSIM_PYTHON ?? 'python3';
const there = spawnSync(python, ['-c', 'import sklearn']).status === 0;
const why = there ? '' : ` (skipped: ${python} cannot import sklearn; name one that can in SPECTROSIM_PYTHON)`;

/** Log-likelihood ratios that overlap more or less, of few or many pairs, rounded so that some tie. */
const SETS = [
  { pairs: 40, apart: 1, digits: 1 },
  { pairs: 400, apart: 2, digits: 1 },
  { pairs: 4000, apart: 4, digits: 3 },
  { pairs: 1000, apart: -0.5, digits: 0 },
  { pairs: 300, apart: 30, digits: 2 },
].map(({ pairs, apart, digits }, set) => {
  const random = createRandom(set, 'peer');
  const same = Array.from({ length: pairs }, (_, p) => (p % 7 === 0 ? 1 : 0));
  return {
    same,
    scores: same.map((one) => Number((1.5 * random.normal() + apart * (one - 0.5)).toFixed(digits))),
    weights: same.map((_, p) => (set % 2 === 0 ? 1 : 1 + (p % 3))),
  };
});

const MEASURES = {
  areaUnderRoc,
  averagePrecision,
  equalErrorRate,
  missRateAt: (pairs: (typeof SETS)[number]) => missRateAt(pairs, 0.01),
  balancedAccuracy: (pairs: (typeof SETS)[number]) => balancedAccuracy(pairs, 0),
  cllr,
  minCllr,
};

describe.skipIf(!there)(`measures against scikit-learn${why}`, () => {
  let theirs: Record<string, number>[] = [];
  beforeAll(() => {
    const script = fileURLToPath(new URL('./peers/measures.py', import.meta.url));
    const { stdout, stderr, status } = spawnSync(python, [script], {
      input: JSON.stringify({ sets: SETS }),
      encoding: 'utf8',
    });
    expect(status, stderr).toBe(0);
    theirs = JSON.parse(stdout).sets;
  });

  // Both are float64 arithmetic on the same counts, summed in other orders.
  it.each(Object.entries(MEASURES))('%s', (name, measure) => {
    for (const [set, pairs] of SETS.entries()) {
      expect(measure(pairs)).toBeCloseTo(theirs[set]?.[name] as number, 10);
    }
  });
});
