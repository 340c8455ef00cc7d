import { createRandom } from '@spectrosim/models';
import { CholeskyDecomposition, EigenvalueDecomposition, inverse, Matrix, solve } from 'ml-matrix';
import type * as Eigenpairs from '../training/back-ends/leading-eigenpairs.js';
import type * as Products from '../training/back-ends/products.js';
import type * as Triangular from '../training/back-ends/triangular.js';
import { median } from './statistics.js';

/** One operation at one size. */
export interface AlgebraRow {
  readonly operation: string;
  /** What ml-matrix is asked for the same. */
  readonly library: string;
  readonly size: number;
  /** Milliseconds of processor time of one call, the median over rounds. */
  readonly ours: number;
  readonly theirs: number;
  /** The largest difference between the two results, as a share of the largest entry. */
  readonly difference: number;
}

/** Rows of a set inside an inner fold, and a set of some hundreds. */
const SIZES = [100, 320];

/** Components that a ladder asks for at most. */
const COMPONENTS = 40;

/** Milliseconds of a turn: calls are repeated until so many have passed, since one may take less than the clock can tell. */
const TURN_MS = 30;

/** The training's own algebra, which it does not export. */
async function own() {
  const load = (name: string) => import(new URL(`../../training/dist/back-ends/${name}.js`, import.meta.url).href);
  return {
    ...((await load('products')) as typeof Products),
    ...((await load('triangular')) as typeof Triangular),
    ...((await load('leading-eigenpairs')) as typeof Eigenpairs),
  };
}

interface Case {
  readonly operation: string;
  readonly library: string;
  ours(): Matrix;
  theirs(): Matrix;
}

async function casesOf(n: number): Promise<Case[]> {
  const { flatten, product, productTransposed, leadingEigenpairs, lowerFactor, solveLower, solveTransposed, ...rest } =
    await own();
  const random = createRandom(1, `algebra ${n}`);
  const normals = () => new Matrix(Array.from({ length: n }, () => Array.from({ length: n }, () => random.normal())));
  const [a, b] = [normals(), normals()];
  const rows = flatten(a);
  // Positive definite, and as well conditioned as what is factored has been made by shrinkage.
  const symmetric = a.mmul(a.transpose()).div(n).add(Matrix.eye(n, n).mul(0.1));
  const flat = flatten(symmetric);
  const factor = lowerFactor(flat);
  const lower = Matrix.from1DArray(n, n, factor.data);
  const columns = Math.min(COMPONENTS, n);
  return [
    { operation: 'A·B', library: 'mmul', ours: () => product(a, b), theirs: () => a.mmul(b) },
    {
      operation: 'A·Aᵀ',
      library: 'mmul',
      ours: () => productTransposed(rows, rows),
      theirs: () => a.mmul(a.transpose()),
    },
    {
      operation: `the ${columns} largest eigenpairs`,
      library: 'EigenvalueDecomposition',
      ours: () => projector(leadingEigenpairs(symmetric, columns).vectors),
      theirs: () => {
        const { eigenvectorMatrix } = new EigenvalueDecomposition(symmetric, { assumeSymmetric: true });
        return projector(eigenvectorMatrix.subMatrix(0, n - 1, n - columns, n - 1));
      },
    },
    {
      operation: 'Cholesky factor',
      library: 'CholeskyDecomposition',
      ours: () => Matrix.from1DArray(n, n, lowerFactor(flat).data),
      theirs: () => new CholeskyDecomposition(symmetric).lowerTriangularMatrix,
    },
    {
      operation: 'Y of Y·Lᵀ = X',
      library: 'solve',
      ours: () => solveLower(factor, rows),
      theirs: () => solve(lower, a.transpose()).transpose(),
    },
    {
      operation: 'Z of Lᵀ·Z = X',
      library: 'solve',
      ours: () => solveTransposed(factor, a),
      theirs: () => solve(lower.transpose(), a),
    },
    {
      operation: 'inverse of Lᵀ',
      library: 'inverse',
      ours: () => rest.transposedInverse(factor),
      theirs: () => inverse(lower.transpose()),
    },
  ];
}

/** What vectors span, whatever their signs: the first column of V·Vᵀ. */
function projector(vectors: Matrix): Matrix {
  return vectors.mmul(vectors.getRowVector(0).transpose());
}

/**
 * The training's own linear algebra beside ml-matrix's, on the same matrices, in turns.
 *
 * @param rounds in which the two take turns
 */
export async function benchAlgebra(rounds: number, onCase: (text: string) => void): Promise<AlgebraRow[]> {
  const rows: AlgebraRow[] = [];
  for (const size of SIZES) {
    for (const { operation, library, ours, theirs } of await casesOf(size)) {
      onCase(`${operation}, n = ${size}`);
      const [mine, other] = [ours(), theirs()];
      const difference = Matrix.sub(mine, other).abs().max() / other.clone().abs().max();
      // Compiled before it is timed.
      turn(ours);
      turn(theirs);
      const times: [number[], number[]] = [[], []];
      for (let round = 0; round < rounds; round++) {
        times[0].push(turn(ours));
        times[1].push(turn(theirs));
      }
      rows.push({ operation, library, size, ours: median(times[0]), theirs: median(times[1]), difference });
    }
  }
  return rows;
}

/** Milliseconds of processor time of a call. */
function turn(call: () => Matrix): number {
  const before = process.cpuUsage();
  let calls = 0;
  let spent = 0;
  do {
    call();
    calls++;
    const { user, system } = process.cpuUsage(before);
    spent = (user + system) / 1000;
  } while (spent < TURN_MS);
  return spent / calls;
}
