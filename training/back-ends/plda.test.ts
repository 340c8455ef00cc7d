import fc from 'fast-check';
import { determinant, inverse, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { embedCoordinates, type FittedBackEnd, scoreEmbeddings } from './back-end.js';
import { fitLengthNormalisedPlda } from './length-normalised-plda.js';
import { fitPlda, logLikelihoodRatio } from './plda.js';
import { replicates } from './replicates.setup.js';
import { groupRows } from './scatter.js';
import { trainingRows } from './training-rows.js';

/** ln of the joint normal density of two rows, less terms that any covariances share: the definition, in 2d × 2d. */
function logDensity(x: readonly number[], covariance: Matrix): number {
  const row = Matrix.rowVector([...x]);
  const square = row.mmul(inverse(covariance)).mmul(row.transpose()).get(0, 0);
  return -(Math.log(determinant(covariance)) + square) / 2;
}

function jointly(a: Matrix, b: Matrix): Matrix {
  const d = a.rows;
  const joint = Matrix.zeros(2 * d, 2 * d);
  joint.setSubMatrix(a, 0, 0).setSubMatrix(a, d, d);
  return joint.setSubMatrix(b, 0, d).setSubMatrix(b, d, 0);
}

const scores = (backEnd: FittedBackEnd, rows: Matrix) => {
  const embedded = embedCoordinates(backEnd, rows).to2DArray();
  return embedded.flatMap((a, i) => embedded.slice(i + 1).map((b) => scoreEmbeddings(backEnd.scoring, a, b)));
};

describe('logLikelihoodRatio', () => {
  it('of one dimension is the ratio of two normal densities (by definition)', () => {
    const [b, w] = [2.5, 0.4];
    const scoring = logLikelihoodRatio(Float64Array.of(b), Float64Array.of(w));
    for (const [x, y] of [
      [0, 0],
      [1, 1.2],
      [2, -1],
      [-3, -3],
    ] as const) {
      const [total, shared] = [new Matrix([[b + w]]), new Matrix([[b]])];
      const expected =
        logDensity([x, y], jointly(total, shared)) - logDensity([x, y], jointly(total, Matrix.zeros(1, 1)));
      expect(scoreEmbeddings(scoring, [x], [y])).toBeCloseTo(expected, 12);
    }
  });

  it('of a dimension without between-group variance is 0', () => {
    expect(scoreEmbeddings(logLikelihoodRatio(Float64Array.of(0)), [3], [-4])).toBeCloseTo(0, 15);
  });
});

describe('fitPlda', () => {
  const sizes = [3, 4, 2, 1, 5, 3, 3, 2, 1, 4];
  const { rows, groups } = replicates('plda', { sizes, dimensions: 3 });

  it('scores as joint normal densities of W and B do (brute force)', () => {
    const { means, within } = groupRows(rows, groups);
    const w = within.rows.transpose().mmul(within.rows).div(within.degrees);
    w.add(Matrix.eye(3).mul((1e-6 * w.trace()) / 3));
    const centre = means.mean('column');
    const centred = means.clone().subRowVector(centre);
    const noise = sizes.reduce((sum, size) => sum + 1 / size, 0) / sizes.length;
    const b = centred
      .transpose()
      .mmul(centred)
      .div(sizes.length - 1)
      .sub(Matrix.mul(w, noise));
    const [same, different] = [jointly(Matrix.add(b, w), b), jointly(Matrix.add(b, w), Matrix.zeros(3, 3))];
    const x = rows.clone().subRowVector(centre).to2DArray();
    const expected = x.flatMap((one, i) =>
      x.slice(i + 1).map((other) => logDensity([...one, ...other], same) - logDensity([...one, ...other], different)),
    );
    scores(fitPlda(trainingRows(rows, groups), 0), rows).forEach((score, p) => {
      expect(score).toBeCloseTo(expected[p] as number, 4);
    });
  });

  it('does not change with the coordinates: any affine map of them gives the same scores', () => {
    const map = new Matrix([
      [2, -1, 0.5],
      [0.3, 1, 4],
      [-1, 0.2, 1.5],
    ]);
    const moved = rows.mmul(map);
    moved.subRowVector(moved.mean('column'));
    const expected = scores(fitPlda(trainingRows(rows, groups), 0), rows);
    scores(fitPlda(trainingRows(moved, groups), 0), moved).forEach((score, p) => {
      expect(score).toBeCloseTo(expected[p] as number, 2);
    });
  });

  it('keeps at most one direction fewer than there are groups, and one where groups do not differ', () => {
    const many = replicates('directions', { sizes: [3, 3, 3, 3], dimensions: 9 });
    expect(fitPlda(trainingRows(many.rows, many.groups), 0.1).transform.columns).toBeLessThanOrEqual(3);
    const alike = replicates('alike', { sizes: [2, 2], dimensions: 2, between: 0 });
    const { transform } = fitPlda(trainingRows(alike.rows, alike.groups), 1);
    expect(transform.columns).toBe(1);
    expect(scores(fitPlda(trainingRows(alike.rows, alike.groups), 1), alike.rows).every(Number.isFinite)).toBe(true);
  });

  it('works without degrees to spare: two groups, one of them a single row', () => {
    const few = replicates('few', { sizes: [2, 1], dimensions: 2 });
    expect(scores(fitPlda(trainingRows(few.rows, few.groups), 'ledoit-wolf'), few.rows).every(Number.isFinite)).toBe(
      true,
    );
  });
});

describe('every PLDA', () => {
  const { rows, groups } = replicates('both', { sizes: [3, 3, 3, 2, 2, 4], dimensions: 8 });

  it.each([
    ['plain', fitPlda],
    ['length-normalised', fitLengthNormalisedPlda],
  ])('%s: symmetric, and higher for replicates than for others', (_, fit) => {
    const backEnd = fit(trainingRows(rows, groups), 'ledoit-wolf');
    const embedded = embedCoordinates(backEnd, rows).to2DArray();
    const mean = (same: boolean) => {
      const values = embedded.flatMap((a, i) =>
        embedded.flatMap((b, j) =>
          i < j && (groups[i] === groups[j]) === same ? [scoreEmbeddings(backEnd.scoring, a, b)] : [],
        ),
      );
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    expect(mean(true)).toBeGreaterThan(mean(false) + 2);
    const index = fc.nat(embedded.length - 1);
    fc.assert(
      fc.property(index, index, (i, j) => {
        const [a, b] = [embedded[i] as number[], embedded[j] as number[]];
        return scoreEmbeddings(backEnd.scoring, a, b) === scoreEmbeddings(backEnd.scoring, b, a);
      }),
    );
  });

  it('length-normalised: a row twice as far from the mean scores the same', () => {
    const backEnd = fitLengthNormalisedPlda(trainingRows(rows, groups), 'ledoit-wolf');
    const centred = rows.clone().subRowVector([...backEnd.offset]);
    const far = centred
      .clone()
      .mul(2)
      .addRowVector([...backEnd.offset]);
    const expected = scores(backEnd, rows);
    scores(backEnd, far).forEach((score, p) => {
      expect(score).toBeCloseTo(expected[p] as number, 9);
    });
  });

  it('length-normalised: stays finite where one direction is left and replicates lie on one side of it', () => {
    const line = new Matrix([[-1.1], [-0.9], [0.9], [1.1]]);
    const backEnd = fitLengthNormalisedPlda(trainingRows(line, [0, 0, 1, 1]), 0.1);
    const [same, other] = [scoreEmbeddings(backEnd.scoring, [1], [1]), scoreEmbeddings(backEnd.scoring, [1], [-1])];
    expect(Number.isFinite(same) && Number.isFinite(other)).toBe(true);
    expect(same).toBeGreaterThan(other);
  });
});

describe('length-normalised PLDA of two groups', () => {
  it('is finite, though in their one direction rows of length 1 are 1 or −1 and do not vary', () => {
    const { rows, groups } = replicates('two groups', { sizes: [2, 2], dimensions: 3, between: 30 });
    const { scoring } = fitLengthNormalisedPlda(trainingRows(rows, groups), 'ledoit-wolf');
    const [one, two] = [scoreEmbeddings(scoring, [1], [1]), scoreEmbeddings(scoring, [1], [-1])];
    expect([one, two].every(Number.isFinite)).toBe(true);
    expect(one).toBeGreaterThan(two);
  });
});
