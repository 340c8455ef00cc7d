import type { Pairs } from '../evaluation/pairs.js';
import { cllrDifference } from './cllr-difference.js';
import type { Rung } from './rungs.js';
import { best, type TriedVerifier } from './tried-verifier.js';

/** What a ladder came to. */
export interface Decision {
  /** The best training-free similarity. */
  readonly floor: TriedVerifier;
  /** The best total whitening: its statistics need no labels, it is chosen and calibrated with them. Absent where nothing was fitted. */
  readonly labelFree?: TriedVerifier;
  /** What ships. It is the floor where nothing beats it. */
  readonly chosen: TriedVerifier;
  /** Why, in a sentence or two. */
  readonly why: string;
}

/** Whether one is better than another, the simpler one, by more than a standard error. */
export type Clearly = (better: TriedVerifier, than: TriedVerifier) => boolean;

/** The rule of one standard error (Breiman et al. 1984) on pairs out of fold. */
export function byOneStandardError(pairs: Pairs, groups: readonly string[]): Clearly {
  return (better, than) => {
    const { difference, standardError } = cllrDifference(than, better, pairs, groups);
    return difference > standardError;
  };
}

/**
 * What wins of back-ends on preprocessed spectra: the ensemble, which is steadier, unless a single one is clearly better.
 * Nothing where none was tried.
 */
export function linearWinner(tried: readonly TriedVerifier[], clearly: Clearly): TriedVerifier | undefined {
  const single = bestOn(tried, 'linear');
  const ensemble = bestOn(tried, 'ensemble');
  return single !== undefined && ensemble !== undefined && !clearly(single, ensemble) ? ensemble : single;
}

/** The winner with an encoder where that is clearly better than without; then that where it is clearly better than the floor. */
export function decide(tried: readonly TriedVerifier[], clearly: Clearly): Decision {
  const floor = bestOn(tried, 'floor') as TriedVerifier;
  const unlabelled = tried.filter(({ kind }) => kind === 'label-free');
  const linear = linearWinner(tried, clearly);
  const encoder = linear && encodedLike(linear, tried);
  const learned = linear !== undefined && encoder !== undefined && clearly(encoder, linear) ? encoder : linear;
  const chosen = learned !== undefined && clearly(learned, floor) ? learned : floor;
  return {
    floor,
    ...(unlabelled.length === 0 ? {} : { labelFree: best(unlabelled) }),
    chosen,
    why: [
      reason(chosen, floor, learned),
      ...(linear === undefined || encoder === undefined || chosen === encoder ? [] : [tie(encoder, linear)]),
    ].join(' '),
  };
}

/** What the winner becomes with an encoder in place of the preprocessed spectra of one branch: it has as many. */
function encodedLike(linear: TriedVerifier, tried: readonly TriedVerifier[]): TriedVerifier | undefined {
  const size = linear.branches.length;
  return bestOn(
    tried.filter(({ branches }) => branches.length === size),
    'encoder',
  );
}

/** The best on a rung; nothing where nothing was tried on it. */
export function bestOn(tried: readonly TriedVerifier[], rung: Rung): TriedVerifier | undefined {
  const rows = tried.filter((one) => one.rung === rung);
  return rows.length === 0 ? undefined : best(rows);
}

const cost = (one: TriedVerifier) => `Cllr ${one.cllr.toFixed(3)}`;

function reason(chosen: TriedVerifier, floor: TriedVerifier, learned: TriedVerifier | undefined): string {
  if (chosen !== floor) {
    const what = chosen.branches.length > 1 ? 'An ensemble' : 'A single back-end';
    const encoded = chosen.rung === 'encoder' ? ' with an encoder in it' : '';
    return `${what}${encoded} beats the training-free floor on groups that neither was fitted on: ${cost(chosen)} against ${cost(floor)}.`;
  }
  return learned === undefined
    ? `Nothing but training-free similarities was tried: the floor ships (${cost(floor)}).`
    : `Nothing that is learned beats the training-free floor by more than a standard error: ${cost(learned)} against ${cost(floor)}. The floor ships.`;
}

function tie(encoder: TriedVerifier, linear: TriedVerifier): string {
  return `With an encoder in place of one branch’s preprocessed spectra it is not better by more than a standard error: ${cost(encoder)} against ${cost(linear)}.`;
}
