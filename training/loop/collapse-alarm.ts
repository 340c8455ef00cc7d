import type { ResolvedObjective } from '../objectives/registry.js';

/** What the alarm looks at, of every step. */
export interface Watched {
  readonly step: number;
  readonly spread: number;
  readonly effectiveRank: number;
}

/** Steps that a judgement is a mean of: a single batch may be a dull one. */
const WINDOW = 10;

/** Below this share of what they were in the first steps, embeddings have collapsed. */
const SHARE = 0.25;

/** A spread that tells nothing apart, wherever it began. */
const POINT = 0.01;

/** A rank that is hardly more than a line, where it began as more. */
const LINE = 1.5;

/**
 * Watches for collapse: embeddings of all spectra falling into one point or onto one line, at which the loss need not show.
 *
 * Both monitors depend on the data, so they are judged by their mean over ten steps against that over the first ten. Where pairs are
 * read it is silent: two classes need no more than a line.
 *
 * @param objective what is trained with
 * @returns what to tell a person, the first time there is reason to
 */
export function collapseAlarm({
  reads,
  pairs,
}: Pick<ResolvedObjective, 'reads' | 'pairs'>): (watched: Watched) => string | undefined {
  const apart = reads.includes('temperature')
    ? 'a lower temperature pushes spectra apart'
    : 'the objective nt-xent pushes spectra apart';
  const recent: Watched[] = [];
  let first: { readonly spread: number; readonly rank: number } | undefined;
  let told = false;
  return (watched) => {
    recent.push(watched);
    if (recent.length > WINDOW) {
      recent.shift();
    }
    if (pairs !== undefined || told || recent.length < WINDOW) {
      return undefined;
    }
    const now = { spread: meanOf(recent, 'spread'), rank: meanOf(recent, 'effectiveRank') };
    first ??= now;
    const point = now.spread < Math.max(POINT, SHARE * first.spread);
    const line = now.rank < LINE && now.rank < SHARE * first.rank;
    if (!point && !line) {
      return undefined;
    }
    told = true;
    const seen = point
      ? `one point: the spread is ${now.spread.toPrecision(2)}, at first ${first.spread.toPrecision(2)}; 1 is even`
      : `one line: the effective rank is ${now.rank.toPrecision(2)}, at first ${first.rank.toPrecision(2)}`;
    return `At step ${watched.step} the embeddings are collapsing into ${seen}. Such a model tells nothing apart. Stop it and lower the learning rate or the weight decay, take a larger batch, or weaker augmentations; ${apart}.`;
  };
}

function meanOf(values: readonly Watched[], key: 'spread' | 'effectiveRank'): number {
  return values.reduce((sum, value) => sum + value[key], 0) / values.length;
}
