import type { Axis } from '../axis.js';
import type { Manifest } from '../manifest.js';
import { decimal, percent, signed } from '../number-words.js';
import type { Explanation } from './explanation.js';
import type { Region } from './regions.js';

/** A region in words, as a row of a table has them. */
export interface RegionWords {
  readonly direction: Region['direction'];
  /** Where it lies: `303.2–304.1`, with as many digits as bins need. */
  readonly where: string;
  /** What it does: `makes them alike` or `sets them apart`. */
  readonly does: string;
  /** Its share of all parts: `12%`. */
  readonly share: string;
  /** What it does to the score, in the score's unit: `+2.446`. */
  readonly part: string;
}

/** An explanation in words. */
export interface ExplanationWords {
  /** How much of all that counts is on either side, or that no region is named. */
  readonly lead: string;
  /** From what score to what the parts lead. */
  readonly sum: string;
  /** How nearly the parts add up to the difference of these scores; where they do not, what that means. */
  readonly addition: string;
  /** The strongest regions, the strongest first. */
  readonly regions: readonly RegionWords[];
}

const DOES: Readonly<Record<Region['direction'], string>> = { alike: 'makes them alike', apart: 'sets them apart' };

/**
 * An explanation in the words in which command, page and report tell it.
 *
 * @param listed how many regions are told of
 * @example
 * ```ts
 * explanationWords(await model.explain(a, b), model.manifest, 5).regions[0]?.where; // "1696.1–1725.1"
 * ```
 */
export function explanationWords(
  explanation: Explanation,
  { decision }: Pick<Manifest, 'decision'>,
  listed: number,
): ExplanationWords {
  const { regions, axis } = explanation;
  const digits = partDigits(regions);
  return {
    lead: explanation.addsUp ? leadText(regions, listed) : 'No region is named: the parts of the bins do not add up.',
    sum: sumText(explanation, decision),
    addition: additionText(explanation, decision),
    regions: regions.slice(0, listed).map((region) => ({
      direction: region.direction,
      where: regionText(region, axis),
      does: DOES[region.direction],
      share: percent(region.share),
      part: signed(region.attribution, digits),
    })),
  };
}

function leadText(regions: readonly Region[], most: number): string {
  if (regions.length === 0) {
    return 'No bin has a part in it.';
  }
  const share = (of: readonly Region[]) => percent(of.reduce((sum, region) => sum + region.share, 0));
  const side = (direction: Region['direction']) => share(regions.filter((region) => region.direction === direction));
  const listed = Math.min(most, regions.length);
  const told = listed === 1 ? '1 region listed here is' : `${listed} regions listed here are`;
  return `Of all that counts, ${side('apart')} sets them apart and ${side('alike')} makes them alike; the ${told} ${share(regions.slice(0, listed))} of it.`;
}

function sumText({ score, baseline }: Explanation, { score: kind, bound }: Manifest['decision']): string {
  const digits = scoreDigits(kind);
  const name = kind === 'llr' ? 'log-likelihood ratio' : 'cosine';
  const beyond =
    bound !== undefined && Math.abs(score) > bound * (1 + 1e-6)
      ? ` (reported as ${decimal(Math.sign(score) * bound, digits)}, the most that its training pairs can show)`
      : '';
  return `The ${name} of these two is ${decimal(score, digits)}${beyond}; with a spectrum like the mean of all in the place of either it would be ${decimal(baseline, digits)}.`;
}

function additionText(
  { score, baseline, completenessError, addsUp }: Explanation,
  { score: kind }: Manifest['decision'],
): string {
  if (addsUp) {
    return `The parts add up to the difference within ${completenessError.toExponential(0)}.`;
  }
  const told = (value: number) => decimal(value, scoreDigits(kind));
  return `The parts do not add up: they miss the difference of ${told(score - baseline)} by ${told(completenessError)}. Between the mean and a spectrum the model changes faster than gradients are taken, so the parts are no reasons and no region is named. The verdict stands.`;
}

function scoreDigits(kind: Manifest['decision']['score']): number {
  return kind === 'llr' ? 2 : 4;
}

function regionText({ from, to }: Pick<Region, 'from' | 'to'>, axis: Axis): string {
  const digits = positionDigits(axis);
  const [first, last] = [decimal(from, digits), decimal(to, digits)];
  return first === last ? first : `${first}–${last}`;
}

/** Decimals that show three figures of the strongest region's part; never fewer than two. */
function partDigits([strongest]: readonly Pick<Region, 'attribution'>[]): number {
  const size = Math.abs(strongest?.attribution ?? 1);
  return Math.min(9, Math.max(2, 2 - Math.floor(Math.log10(size))));
}

/** Decimals by which neighbouring bins of an axis are told apart. */
function positionDigits({ values }: Axis): number {
  const [first, last] = [values[0] as number, values.at(-1) as number];
  const gap = (last - first) / Math.max(1, values.length - 1);
  return gap === 0 ? 2 : Math.min(6, Math.max(0, 1 + Math.ceil(-Math.log10(gap))));
}
