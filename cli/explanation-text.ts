import type { Axis, Explanation, Manifest, Region } from '@spectrosim/models';
import { decimal, percent, signed } from './html/report/words.js';
import { table } from './output.js';

/** Regions that are told of. */
export const TOLD = 5;

/** What a region does, in words. */
export const DIRECTIONS: Readonly<Record<Region['direction'], string>> = {
  alike: 'makes them alike',
  apart: 'sets them apart',
};

/** The strongest regions of an explanation in words, and how far to believe the sum. */
export function explanationText(explanation: Explanation, manifest: Manifest): string {
  const { regions, axis, completenessError } = explanation;
  const told = regions.slice(0, TOLD);
  if (told.length === 0) {
    return 'Why: no bin has a part in it.';
  }
  const digits = partDigits(regions);
  const rows = told.map((region) => [
    `${axis.quantity} ${regionText(region, axis)}`,
    DIRECTIONS[region.direction],
    `${percent(region.share)} of all parts`,
    signed(region.attribution, digits),
  ]);
  return [
    `Why, the ${told.length === 1 ? 'one region' : `${told.length} strongest of ${regions.length} regions`}:`,
    table([['region', '', 'share', SCORES[manifest.decision.score].short], ...rows]),
    `  ${sumText(explanation, manifest)} The parts add up to the difference within ${completenessError.toExponential(0)}.`,
  ].join('\n');
}

const SCORES = {
  cosine: { short: 'of the cosine', long: 'cosine' },
  llr: { short: 'of the ratio', long: 'log-likelihood ratio' },
} as const;

/** From what score to what the attributions lead, in words. */
export function sumText({ score, baseline }: Explanation, { decision }: Pick<Manifest, 'decision'>): string {
  const digits = decision.score === 'llr' ? 2 : 4;
  const { long } = SCORES[decision.score];
  const { bound } = decision;
  const beyond =
    bound !== undefined && Math.abs(score) > bound * (1 + 1e-6)
      ? ` (reported as ${decimal(Math.sign(score) * bound, digits)}, the most that its training pairs can show)`
      : '';
  return `The ${long} of these two is ${decimal(score, digits)}${beyond}; with a spectrum like the mean of all in the place of either it would be ${decimal(baseline, digits)}.`;
}

/** Where a region lies: `303.2–304.1`, with as many digits as bins need. */
export function regionText({ from, to }: Pick<Region, 'from' | 'to'>, axis: Axis): string {
  const digits = positionDigits(axis);
  const [first, last] = [decimal(from, digits), decimal(to, digits)];
  return first === last ? first : `${first}–${last}`;
}

/** Decimals that show three figures of the strongest region's part; never fewer than two. */
export function partDigits([strongest]: readonly Pick<Region, 'attribution'>[]): number {
  const size = Math.abs(strongest?.attribution ?? 1);
  return Math.min(9, Math.max(2, 2 - Math.floor(Math.log10(size))));
}

/** Decimals by which neighbouring bins of an axis are told apart. */
export function positionDigits({ values }: Axis): number {
  const [first, last] = [values[0] as number, values.at(-1) as number];
  const gap = (last - first) / Math.max(1, values.length - 1);
  return gap === 0 ? 2 : Math.min(6, Math.max(0, 1 + Math.ceil(-Math.log10(gap))));
}
