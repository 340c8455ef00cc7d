import { spawnSync } from 'node:child_process';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { CLASSIFIERS, type ClassifierName } from '../training/baselines/baselines.js';
import { pairFeatures } from '../training/baselines/features.setup.js';
import { fitOpls, predictOpls } from '../training/baselines/opls-da.js';
import { rowAt } from '../training/baselines/pair-classifier.js';

const python = env.SPECTROSIM_PYTHON ?? 'python3';
const there = spawnSync(python, ['-c', 'import sklearn']).status === 0;
const why = there ? '' : ` (skipped: ${python} cannot import sklearn; name one that can in SPECTROSIM_PYTHON)`;

/** Kinds that overlap, lie apart, or are hardly told from each other with many features. */
const SETS = [
  { pairs: 60, width: 4, apart: 1 },
  { pairs: 200, width: 10, apart: 2.5 },
  { pairs: 300, width: 50, apart: 0.5 },
].map(({ pairs, width, apart }, set) => ({
  ...pairFeatures(pairs, width, apart, set),
  test: pairFeatures(80, width, apart, set + 100).features,
}));

type Rows = (typeof SETS)[number]['features'];
const listed = (rows: Rows) => Array.from({ length: rows.count }, (_, i) => [...rowAt(rows, i)]);
const first = (rows: Rows): Rows => ({
  count: rows.count,
  width: 1,
  data: Float64Array.from(listed(rows), ([x]) => x as number),
});

describe.skipIf(!there)(`classifiers against scikit-learn${why}`, () => {
  let theirs: Record<string, number[]>[] = [];
  beforeAll(() => {
    const script = fileURLToPath(new URL('./peers/classifiers.py', import.meta.url));
    const sets = SETS.map(({ features, same, test }) => ({
      train: listed(features),
      same: [...same],
      test: listed(test),
    }));
    const { stdout, stderr, status } = spawnSync(python, [script], {
      input: JSON.stringify({ sets }),
      encoding: 'utf8',
    });
    expect(status, stderr).toBe(0);
    theirs = JSON.parse(stdout).sets;
  });

  /** The largest difference from their scores, as a share of their largest. */
  const expectNear = (name: string, set: number, ours: Float64Array, tolerance: number) => {
    const expected = theirs[set]?.[name] as number[];
    expect(ours).toHaveLength(expected.length);
    const scale = Math.max(...expected.map(Math.abs));
    const most = Math.max(...expected.map((score, p) => Math.abs(score - (ours[p] as number)))) / scale;
    expect(most, `${name}, set ${set}`).toBeLessThan(tolerance);
  };

  it.each<[ClassifierName, number]>([
    // Their covariance has no ridge; ours, a billionth.
    ['lda', 1e-7],
    // Their optimum is reached to 1e-12 of the gradient.
    ['logistic-regression', 1e-6],
    ['naive-bayes', 1e-9],
    ['knn', 1e-12],
    // Both stop where conditions of the optimum are missed by 1e-3, of scores of about 1.
    ['svm', 2e-3],
  ])('%s', async (name, tolerance) => {
    for (const [set, { features, same, test }] of SETS.entries()) {
      expectNear(name, set, (await CLASSIFIERS[name].fit(features, same, 1)).score(test), tolerance);
    }
  });

  // Of one feature: where several tie, theirs draws one.
  it('decision-tree', async () => {
    for (const [set, { features, same, test }] of SETS.entries()) {
      const tree = await CLASSIFIERS['decision-tree'].fit(first(features), same, 1);
      expectNear('decision-tree', set, tree.score(first(test)), 1e-12);
    }
  });

  it('opls of two orthogonal components, as PLS of three', () => {
    for (const [set, { features, same, test }] of SETS.entries()) {
      expectNear('opls', set, predictOpls(fitOpls(features, same, 2), test), 1e-9);
    }
  });
});
