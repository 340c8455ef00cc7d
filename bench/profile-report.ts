import type { ProfileReport } from './profile.js';
import { textTable } from './text-table.js';

const SLOWEST = 12;

/** A profile for a reader: time by operator type, then the slowest nodes. */
export function profileText({ tracedNodes, operators, slowest }: ProfileReport): string {
  const total = operators.reduce((sum, { msPerStep }) => sum + msPerStep, 0);
  const nodes = operators.reduce((sum, one) => sum + one.nodes, 0);
  const cells = operators.map((one) => [
    one.op,
    `${one.nodes}`,
    one.msPerStep.toFixed(2),
    `${((100 * one.msPerStep) / total).toFixed(1)}%`,
  ]);
  return [
    textTable([['operator', 'nodes', 'ms/step', 'share'], ...cells, ['total', `${nodes}`, total.toFixed(2), '']]),
    '',
    `${tracedNodes} nodes traced, ${nodes} after ONNX Runtime's optimisation. The profiler itself costs time in every node.`,
    '',
    'Slowest nodes:',
    ...slowest.slice(0, SLOWEST).map((one) => `  ${one.msPerStep.toFixed(2)} ms  ${one.node}  ${one.shapes}`),
  ].join('\n');
}
