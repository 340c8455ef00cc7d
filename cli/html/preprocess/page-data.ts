import { type Axis, pickSpectrum, rowOf, type SpectrumSet } from '@spectrosim/models';
import { encodeFloats } from '../encode-floats.js';
import { type AxisLook, axisLook } from './axis-look.js';
import { chooseFairly } from './choose-fairly.js';
import { type BinStatistics, binStatistics } from './group-statistics.js';

/** Spectra that are drawn at first. */
const SHOWN = 12;

/** Numbers that a page may hold, before and after counted: about 11 MB of text. */
const MOST_NUMBERS = 2_000_000;

/** Groups whose means are drawn; more cannot be told apart. */
export const MOST_GROUPS = 20;

/** A spectrum in the page; `before` and `after` are base64 of float32. */
export interface PageSpectrum {
  readonly name: string;
  /** Index into {@link PageData.groups}. */
  readonly group: number;
  readonly before: string;
  readonly after: string;
  readonly shown: boolean;
}

/** A group with its mean and standard deviation over all its spectra, those that are not in the page too. */
export interface PageGroup {
  readonly name: string;
  readonly count: number;
  readonly statistics?: Readonly<Record<'before' | 'after', { readonly mean: string; readonly deviation: string }>>;
}

/** What the page of `preprocess` draws. */
export interface PageData {
  readonly look: AxisLook;
  /** Bin positions of the spectra as read, and of the preprocessed ones. */
  readonly positions: Readonly<Record<'before' | 'after', readonly number[]>>;
  readonly spectra: readonly PageSpectrum[];
  readonly groups: readonly PageGroup[];
}

/** What is to be shown of spectra before and after preprocessing. */
export interface PageRequest {
  readonly set: SpectrumSet;
  readonly axis: Axis;
  /** Preprocessed intensities `[N, L]` on `axis`. */
  readonly values: Float32Array;
  /** The group of each spectrum `[N]`; all are one group when there is none. */
  readonly groups?: readonly string[];
  /** Spectra to show at first, by name. */
  readonly names?: readonly string[];
}

/**
 * Chooses what the page holds and shows first, and encodes it.
 *
 * @throws SpectroSimError `input` when a spectrum that is asked for is not there.
 */
export function pageData({ set, axis, values, groups, names }: PageRequest): PageData {
  const of = groups ?? set.names.map(() => 'all spectra');
  const labels = [...new Set(of)];
  const [before, after] = [set.axis.values.length, axis.values.length];
  const named = [...new Set(names)].map((name) => indexOf(set, name));
  const room = Math.max(named.length, SHOWN, Math.floor(MOST_NUMBERS / (before + after)));
  const others = set.names.map((_, i) => i).filter((i) => !named.includes(i));
  const chosen = chooseFairly(
    others.map((i) => of[i] as string),
    room - named.length,
  ).map((i) => others[i] as number);
  const held = [...named, ...chosen.sort((a, b) => a - b)];
  const first =
    names === undefined
      ? chooseFairly(
          held.map((i) => of[i] as string),
          SHOWN,
        ).map((i) => held[i] as number)
      : named;
  // Those that are seen first lead the list, in which the others would hide them.
  const listed = [...first, ...held.filter((i) => !first.includes(i))];
  return {
    look: axisLook(axis),
    positions: { before: Array.from(set.axis.values), after: Array.from(axis.values) },
    spectra: listed.map((i) => ({
      name: set.names[i] as string,
      group: labels.indexOf(of[i] as string),
      before: encodeFloats(rowOf(set, i)),
      after: encodeFloats(values.subarray(i * after, (i + 1) * after)),
      shown: first.includes(i),
    })),
    groups: labels.map((name) => {
      const indices = of.flatMap((group, i) => (group === name ? [i] : []));
      return {
        name,
        count: indices.length,
        ...(labels.length <= MOST_GROUPS && {
          statistics: {
            before: encoded(binStatistics(set.intensities, before, indices)),
            after: encoded(binStatistics(values, after, indices)),
          },
        }),
      };
    }),
  };
}

function encoded({ mean, deviation }: BinStatistics): { mean: string; deviation: string } {
  return { mean: encodeFloats(mean), deviation: encodeFloats(deviation) };
}

function indexOf(set: SpectrumSet, name: string): number {
  return set.names.indexOf(pickSpectrum(set, name).names[0] as string);
}
