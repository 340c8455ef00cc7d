import { optimisedStep } from '@spectrosim/training';
import { timeInMkl } from '../mkl-floor.js';
import { timeInOrt } from '../product-floor.js';
import { productsOf } from '../products.js';
import { benchCase } from '../training.js';
import { createWorkload } from '../workload.js';
import { encoderAt, GROWTH, type GrowthAxis, type GrowthPoint } from './axes.js';

/** One point of one axis: medians in ms. */
export interface GrowthRow extends GrowthPoint {
  readonly axis: GrowthAxis;
  /** Numbers that are trained, the head's with them. */
  readonly parameters: number;
  readonly msPerStep: number;
  /** PyTorch's; null where it is not there. */
  readonly peerMs: number | null;
  readonly ratioToPeer: number | null;
  /** The step's products of matrices, each alone: in ONNX Runtime, and in MKL where there is one. */
  readonly productsMs: number;
  readonly mklProductsMs: number | null;
}

/** How often each product is run alone; the fastest counts. */
const PRODUCT_ROUNDS = 5;

/**
 * How a training step grows with the batch, the tokens and the layers, one of them varied at a time, beside PyTorch and beside what
 * the step's products alone would take.
 *
 * @param onRow told after every point
 */
export async function benchGrowth(
  { threads, rounds }: { readonly threads: number; readonly rounds: number },
  onRow: (row: GrowthRow, done: number, of: number) => void,
): Promise<readonly GrowthRow[]> {
  const points = [...GROWTH].flatMap(([axis, own]) => own.map((point) => ({ axis, point })));
  const rows: GrowthRow[] = [];
  for (const { axis, point } of points) {
    const encoder = encoderAt(point);
    const report = await benchCase(
      { name: 'transformer', encoder },
      point.batch,
      { threads, rounds, head: undefined },
      () => {},
    );
    const [graph, peer] = ['graph', 'pytorch'].map((name) => report.rows.find(({ engine }) => engine === name));
    const { step } = createWorkload(point.batch, undefined, encoder);
    const products = productsOf(optimisedStep(step, 'cpu'));
    const sum = (ms: readonly number[]) => products.reduce((all, { count }, i) => all + count * (ms[i] as number), 0);
    const mkl = timeInMkl(products, threads, PRODUCT_ROUNDS);
    const row: GrowthRow = {
      axis,
      ...point,
      parameters: Object.entries(step.initialState).reduce(
        (all, [name, { data }]) => (name.startsWith('weight.') ? all + data.length : all),
        0,
      ),
      msPerStep: graph?.msPerStep as number,
      peerMs: peer?.msPerStep ?? null,
      ratioToPeer: peer?.skipped === null ? (graph?.ratioToPeer ?? null) : null,
      productsMs: sum(await timeInOrt(products, threads, PRODUCT_ROUNDS)),
      mklProductsMs: 'ms' in mkl ? sum(mkl.ms) : null,
    };
    rows.push(row);
    onRow(row, rows.length, points.length);
  }
  return rows;
}
