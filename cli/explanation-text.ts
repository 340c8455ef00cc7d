import { type Explanation, explanationWords, type Manifest } from '@spectrosim/models';
import { table } from './output.js';

/** Regions that are told of. */
export const TOLD = 5;

/** The strongest regions of an explanation in words, and how far to believe the sum. */
export function explanationText(explanation: Explanation, manifest: Pick<Manifest, 'decision'>): string {
  const { regions, axis, addsUp } = explanation;
  const words = explanationWords(explanation, manifest, TOLD);
  const told = words.regions.length;
  if (!addsUp) {
    return ['Why: no region is named.', `  ${words.sum} ${words.addition}`].join('\n');
  }
  if (told === 0) {
    return 'Why: no bin has a part in it.';
  }
  const unit = manifest.decision.score === 'llr' ? 'of the ratio' : 'of the cosine';
  const rows = words.regions.map(({ where, does, share, part }) => [
    `${axis.quantity} ${where}`,
    does,
    `${share} of all parts`,
    part,
  ]);
  return [
    `Why, the ${told === 1 ? 'one region' : `${told} strongest of ${regions.length} regions`}:`,
    table([['region', '', 'share', unit], ...rows]),
    `  ${words.sum} ${words.addition}`,
  ].join('\n');
}
