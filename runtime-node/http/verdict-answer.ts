import { decide, type Provider, verdictWords } from '@spectrosim/models';
import type { z } from 'zod';
import type { PairAnswer } from './inference/jobs.js';
import type { verdictSchema } from './schemas.js';
import type { ServedModel } from './served-models.js';

/** What a model's scores of a pair come to, as it is answered. */
export function verdictAnswer(
  { id, artifact: { manifest } }: ServedModel,
  pair: PairAnswer,
  provider: Provider,
): z.infer<typeof verdictSchema> {
  const decided = decide(manifest.decision, pair);
  const { sameSource, score, similarity, threshold, undecided } = decided;
  return {
    sameSource,
    score,
    similarity,
    threshold,
    undecided,
    ...verdictWords(decided, manifest),
    decision: manifest.decision.score,
    group: manifest.data.group,
    simulated: manifest.simulated,
    model: id,
    provider,
  };
}
