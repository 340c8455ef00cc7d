import type { SpectrumSet } from '@spectrosim/models';

/** The two sides of a comparison. */
export const SIDES = ['a', 'b'] as const;

/** One side of a comparison. */
export type Side = (typeof SIDES)[number];

/** A file as it was read. */
export interface SpectrumFile {
  readonly name: string;
  readonly set: SpectrumSet;
  /** SHA-256 of the file's bytes; a set that came from no file has none. */
  readonly sha256?: string;
}

/** What stands on one side. */
export interface Slot {
  readonly file?: SpectrumFile;
  /** Which of the file's spectra. */
  readonly index: number;
  /** The name of a file that is being read for this side. */
  readonly reading?: string;
  /** Why the last file for this side was not taken; the one before it stays. */
  readonly error?: string;
}

/** Both sides. */
export type Slots = Readonly<Record<Side, Slot>>;

/** Nothing on either side. */
export const EMPTY: Slots = { a: { index: 0 }, b: { index: 0 } };

/** The other side. */
export function otherSide(side: Side): Side {
  return side === 'a' ? 'b' : 'a';
}

/**
 * The sides for one or two files, in the files' order: the side they were dropped on first, or else the first that is empty.
 *
 * @param on the side that was meant, if one was
 */
export function sidesFor(slots: Slots, files: number, on: Side | undefined): Side[] {
  const first = on ?? (files === 1 ? SIDES.find((side) => slots[side].file === undefined) : undefined) ?? 'a';
  return [first, otherSide(first)].slice(0, files) as Side[];
}

/** Says that a file is being read; what is on the side stays until it is. */
export function announce(slots: Slots, side: Side, name: string): Slots {
  const { file, index } = slots[side];
  return { ...slots, [side]: { ...(file === undefined ? {} : { file }), index, reading: name } };
}

/**
 * Puts a file on a side. A file of many spectra that came alone offers two: when the other side is empty, it takes the
 * file's second.
 */
export function put(slots: Slots, side: Side, file: SpectrumFile, alone: boolean): Slots {
  const other = otherSide(side);
  const alsoOther = alone && slots[other].file === undefined && file.set.names.length > 1;
  return {
    ...slots,
    [side]: { file, index: 0 },
    ...(alsoOther ? { [other]: { file, index: 1 } } : {}),
  };
}

/** Says why a file was not taken; what is on the side stays. */
export function refuse(slots: Slots, side: Side, error: string): Slots {
  const { file, index } = slots[side];
  return { ...slots, [side]: { ...(file === undefined ? {} : { file }), index, error } };
}
