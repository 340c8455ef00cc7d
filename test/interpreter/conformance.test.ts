import { checkGraph } from '@spectrosim/export';
import { describe, expect, it } from 'vitest';
import { hasConformanceArchive, readConformanceCases } from './conformance-archive.js';
import { type ReadyCase, readCase } from './conformance-model.js';
import { HAND_COMPUTED } from './hand-computed.js';
import { interpret, OPERATORS } from './interpret.js';

// The files hold results in 32 bits, some of long sums: a float carries 6e-8, a sum of n products some √n of that.
const RELATIVE = 1e-5;
const ABSOLUTE = 2e-6;
// The results of this one were typed in with four digits.
const ROUNDED: Readonly<Record<string, number>> = { 'node/test_averagepool_2d_ceil_last_window_starts_on_pad': 1e-4 };

const cases = hasConformanceArchive ? readConformanceCases() : [];
const ready: { name: string; ready: ReadyCase }[] = [];
const skipped = new Map<string, number>();
for (const test of cases) {
  // The loops there compute shapes while they run.
  const result = readCase(
    test,
    Object.keys(OPERATORS).filter((op) => op !== 'Loop'),
  );
  if (typeof result === 'string') skipped.set(result, (skipped.get(result) ?? 0) + 1);
  else ready.push({ name: test.name, ready: result });
}
const covered = new Set(ready.flatMap((test) => test.ready.graph.nodes.map(({ op }) => op)));

describe.skipIf(!hasConformanceArchive)('interpreter and checker, against the backend tests of ONNX', () => {
  for (const { name, ready: test } of ready) it(name, () => expectAgreement(name, test));

  it('runs most of them', () => {
    const counts = [...skipped].map(([reason, count]) => `${count} ${reason}`);
    const rest = Object.keys(OPERATORS).filter((op) => !covered.has(op));
    console.info(
      `ONNX backend tests: ${ready.length} of ${cases.length} run (left out: ${counts.join(', ')}).\n` +
        `${covered.size} operators covered: ${[...covered].toSorted().join(' ')}.\nBy hand: ${rest.join(' ')}.`,
    );
    expect(ready.length).toBeGreaterThanOrEqual(370);
    const byHand = HAND_COMPUTED.map(({ op }) => op);
    expect(rest.filter((op) => !byHand.includes(op))).toEqual([]);
  });
});

function expectAgreement(test: string, { graph, expected }: ReadyCase): void {
  checkGraph(graph);
  const results = interpret(graph, {});
  const absolute = ROUNDED[test] ?? ABSOLUTE;
  for (const [index, { name }] of graph.outputs.entries()) {
    const [result, wanted] = [results[name], expected[index]];
    expect(result?.dims).toEqual(wanted?.dims);
    expect(result?.type).toBe(wanted?.type);
    const values = Array.from(wanted?.data ?? [], Number);
    const distances = values.map((value, at) => distance(value, result?.data[at], absolute));
    expect(Math.max(0, ...distances), `output ${name}, in tolerances`).toBeLessThanOrEqual(1);
  }
}

/** How far a result is from what was wanted, in tolerances; not-a-number and infinities must agree exactly. */
function distance(wanted: number, got = Number.NaN, absolute = ABSOLUTE): number {
  if (Object.is(wanted, got) || wanted === got) return 0;
  const ratio = Math.abs(got - wanted) / (absolute + RELATIVE * Math.abs(wanted));
  return Number.isNaN(ratio) ? Number.POSITIVE_INFINITY : ratio;
}
