import type { Axis } from './axis.js';
import { digest, hex } from './sha256.js';
import { rowOf, type SpectrumSet } from './spectrum-set.js';

/** Hexadecimal digits of a row's hash: 64 bits, so that a clash among a million spectra has odds of 1 in 10⁷. */
const ROW_DIGITS = 16;

/**
 * What one measurement is, whatever it is called: a hash of its axis positions and raw float32 intensities `[L]`.
 *
 * Not part of it: the spectrum's name, the axis' name, and how a file wrote the numbers. Every `NaN` is the same missing
 * value and −0 is 0. The bytes are little-endian on every machine.
 *
 * @throws SpectroSimError `runtime` in a page that is not a secure context (it has no SHA-256).
 * @returns 16 hexadecimal digits
 */
export async function hashRow(axis: Axis, intensities: Float32Array): Promise<string> {
  return hex(await rowDigest(await axisDigest(axis), intensities)).slice(0, ROW_DIGITS);
}

/** What a group is called, as a hash: tells whether two sets name the same group without giving the name away in clear. */
export async function hashLabel(label: string): Promise<string> {
  return hex(await digest(new TextEncoder().encode(label))).slice(0, ROW_DIGITS);
}

/** {@link hashRow} of every spectrum `[N]`; the axis is digested once. */
export async function hashRows(set: SpectrumSet): Promise<string[]> {
  const axis = await axisDigest(set.axis);
  const hashes: string[] = [];
  for (let i = 0; i < set.names.length; i++) {
    hashes.push(hex(await rowDigest(axis, rowOf(set, i))).slice(0, ROW_DIGITS));
  }
  return hashes;
}

/**
 * What a model was trained on: a hash of the axis positions, every row's intensities and every row's labels, in order.
 *
 * The order counts, since the same seed over another order trains another model. Spectrum names do not: no training
 * depends on them. `labels` are the columns that training did depend on, the group's first (`[N]` each).
 *
 * @throws SpectroSimError `runtime` in a page that is not a secure context (it has no SHA-256).
 * @returns 64 hexadecimal digits
 * @example
 * ```ts
 * const dataHash = await hashSet(set, [roles.group.values]);
 * ```
 */
export async function hashSet(set: SpectrumSet, labels: readonly (readonly string[])[] = []): Promise<string> {
  const axis = await axisDigest(set.axis);
  const rows = new Uint8Array(set.names.length * 32);
  for (let i = 0; i < set.names.length; i++) {
    rows.set(await rowDigest(axis, rowOf(set, i)), i * 32);
  }
  return hex(await digest(axis, rows, new TextEncoder().encode(JSON.stringify(labels))));
}

function axisDigest({ values }: Axis): Promise<Uint8Array> {
  const view = new DataView(new ArrayBuffer(values.length * 8));
  values.forEach((value, i) => {
    view.setFloat64(i * 8, value + 0, true);
  });
  return digest(new Uint8Array(view.buffer));
}

/** Digested after the axis' digest, which has a fixed length: no two pairs of axis and row give the same bytes. */
function rowDigest(axis: Uint8Array, intensities: Float32Array): Promise<Uint8Array> {
  const view = new DataView(new ArrayBuffer(intensities.length * 4));
  intensities.forEach((value, i) => {
    if (Number.isNaN(value)) {
      view.setUint32(i * 4, 0x7fc00000, true);
    } else {
      view.setFloat32(i * 4, value + 0, true);
    }
  });
  return digest(axis, new Uint8Array(view.buffer));
}
