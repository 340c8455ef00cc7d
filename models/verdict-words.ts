import { likelihoodWords } from './likelihood-words.js';
import type { Manifest } from './manifest.js';
import type { Judgement } from './verdict.js';

/** A verdict as people say it. */
export interface VerdictWords {
  /** What `sameSource` and `undecided` come to: "no verdict" where none is warranted. */
  readonly verdict: 'same' | 'different' | 'no verdict';
  /** The log-likelihood ratio in words, see {@link likelihoodWords}; null for a cosine. */
  readonly likelihood: string | null;
}

/** A judgement in the words of the model that made it: what the endpoint and the command answer beside the numbers. */
export function verdictWords(
  { sameSource, undecided, score }: Judgement,
  { decision, data }: Pick<Manifest, 'decision' | 'data'>,
): VerdictWords {
  return {
    verdict: undecided ? 'no verdict' : sameSource ? 'same' : 'different',
    likelihood: decision.score === 'llr' ? likelihoodWords(score, data.group, decision.bound) : null,
  };
}
