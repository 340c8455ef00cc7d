import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAxis } from './axis.js';
import { hashRow, hashRows, hashSet } from './hash.js';
import { type SpectrumSet, selectRows } from './spectrum-set.js';

const axis = createAxis('m/z', [77.04, 77.48]);
const set: SpectrumSet = {
  axis,
  names: ['a', 'b'],
  intensities: Float32Array.of(1, Number.NaN, 3, 4),
  columns: new Map(),
  notes: [],
};

describe('hashRow', () => {
  it("agrees with node's SHA-256 of the documented bytes", async () => {
    const positions = Buffer.alloc(16);
    positions.writeDoubleLE(77.04, 0);
    positions.writeDoubleLE(77.48, 8);
    const row = Buffer.from([0, 0, 0x80, 0x3f, 0, 0, 0xc0, 0x7f]);
    const inner = createHash('sha256').update(positions).digest();
    const expected = createHash('sha256').update(inner).update(row).digest('hex').slice(0, 16);
    expect(await hashRow(axis, Float32Array.of(1, Number.NaN))).toBe(expected);
  });

  it("is the measurement's: not of its name, the axis' name, or the sign of zero", async () => {
    const hash = await hashRow(axis, Float32Array.of(0, 2));
    expect(await hashRow(createAxis('mz', axis.values), Float32Array.of(-0, 2))).toBe(hash);
    expect(await hashRow(createAxis('m/z', [77.04, 77.49]), Float32Array.of(0, 2))).not.toBe(hash);
  });

  it('differs when one intensity does (property)', async () => {
    const values = fc.array(fc.float(), { minLength: 2, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(values, values, async (a, b) => {
        const alike = a.every((value, i) => value === b[i] || (Number.isNaN(value) && Number.isNaN(b[i])));
        const [first, second] = [await hashRow(axis, Float32Array.from(a)), await hashRow(axis, Float32Array.from(b))];
        expect(first === second).toBe(alike);
      }),
    );
  });

  it('is the same one by one and together', async () => {
    const one = await Promise.all([0, 2].map((at) => hashRow(axis, set.intensities.subarray(at, at + 2))));
    expect(await hashRows(set)).toEqual(one);
  });
});

describe('hashSet', () => {
  it('depends on rows, order and labels, not on names', async () => {
    const hash = await hashSet(set, [['x', 'y']]);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await hashSet({ ...set, names: ['c', 'd'], notes: ['n'] }, [['x', 'y']])).toBe(hash);
    expect(await hashSet(selectRows(set, [1, 0]), [['x', 'y']])).not.toBe(hash);
    expect(await hashSet(set, [['x', 'x']])).not.toBe(hash);
    expect(await hashSet(set)).not.toBe(hash);
  });
});
