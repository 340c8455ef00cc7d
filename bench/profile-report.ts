import { operationsOf, productText } from './products.js';
import type { ProfileReport } from './profile.js';
import { textTable } from './text-table.js';

const SLOWEST = 12;
/** Kinds of products shown; the rest are small. */
const SHOWN = 18;

/** A profile for a reader: time by operator type, the products beside their floors, then the slowest nodes. */
export function profileText({
  batch,
  threads,
  tracedNodes,
  optimisedNodes,
  operators,
  slowest,
  products,
}: ProfileReport): string {
  const total = operators.reduce((sum, { msPerStep }) => sum + msPerStep, 0);
  const nodes = operators.reduce((sum, one) => sum + one.nodes, 0);
  const cells = operators.map((one) => [
    one.op,
    `${one.nodes}`,
    one.msPerStep.toFixed(2),
    `${((100 * one.msPerStep) / total).toFixed(1)}%`,
  ]);
  const { msPerStep, ortMs, mklMs, peer } = products;
  const alone = products.kinds
    .slice(0, SHOWN)
    .map((one) => [
      productText(one),
      `${one.count}`,
      one.ortMs.toFixed(3),
      (operationsOf(one) / one.ortMs / 1e6).toFixed(0),
      one.mklMs?.toFixed(3) ?? '–',
    ]);
  return [
    `Training step of the default encoder without its residual path, batch ${batch} (${2 * batch} views), ${threads} threads`,
    '',
    textTable([['operator', 'nodes', 'ms/step', 'share'], ...cells, ['total', `${nodes}`, total.toFixed(2), '']]),
    '',
    `${tracedNodes} nodes traced, ${optimisedNodes} as optimised, ${nodes} as ONNX Runtime runs them. Every node at its fastest of the steps; the profiler itself costs time in every node.`,
    '',
    `Products of matrices: ${msPerStep.toFixed(1)} ms of ${total.toFixed(1)}. Alone: ${ortMs.toFixed(1)} ms in ONNX Runtime, ${mklMs === null ? 'unknown' : `${mklMs.toFixed(1)} ms`} in MKL (${peer}). Everything else: ${(total - msPerStep).toFixed(1)} ms.`,
    '',
    textTable([['product', 'times', 'ms alone', 'Gflop/s', 'ms in MKL'], ...alone]),
    '',
    'Slowest nodes:',
    ...slowest.slice(0, SLOWEST).map((one) => `  ${one.msPerStep.toFixed(2)} ms  ${one.node}  ${one.shapes}`),
  ].join('\n');
}
