import type { Attributions } from './attributions.js';

/** What parts may leave over of the difference that they divide. */
const OF_DIFFERENCE = 0.1;

/** Or of all parts, taken without their signs: where parts cancel, the difference is small beside each of them, and so is what is left over. */
const OF_PARTS = 0.01;

/** Whether parts come to what they are the parts of. */
export interface Completeness {
  /** How far the parts of one spectrum are, together, from score − baseline: the mean of a's and b's. */
  readonly error: number;
  /**
   * Whether they come to it within a tenth of the difference or, where they cancel, a hundredth of all parts. Gradients that miss
   * what a model does on the way are no reasons.
   */
  readonly addsUp: boolean;
}

/**
 * Completeness of integrated gradients (Sundararajan, Taly & Yan 2017, proposition 1), as it came out. a's parts and b's are taken
 * apart: what one has too much does not make up for what the other lacks.
 *
 * @param attributions of one pair
 */
export function completenessOf({ parts, score, baseline }: Omit<Attributions, 'gradCam'>): Completeness {
  const side = (of: Float32Array, from: Float32Array) => {
    const difference = (score[0] as number) - (from[0] as number);
    const error = Math.abs(of.reduce((sum, part) => sum + part, 0) - difference);
    const all = of.reduce((sum, part) => sum + Math.abs(part), 0);
    return { error, addsUp: error <= Math.max(OF_DIFFERENCE * Math.abs(difference), OF_PARTS * all) };
  };
  const [a, b] = [side(parts.a, baseline.a), side(parts.b, baseline.b)];
  return { error: (a.error + b.error) / 2, addsUp: a.addsUp && b.addsUp };
}
