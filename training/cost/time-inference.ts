import type { GraphSession } from '@spectrosim/models';
import { randomRows } from './random-rows.js';
import { type TimedRounds, type Timing, timeRounds } from './time-rounds.js';

/** Runs in a round at most. */
const MOST_RUNS = 1000;

/** Times a model's graph, raw intensities to embeddings, on so many spectra in one run. */
export async function timeInference(
  session: GraphSession,
  { bins, spectra, seed }: { readonly bins: number; readonly spectra: number; readonly seed: number },
  rounds: Pick<TimedRounds, 'rounds' | 'roundMs' | 'limitMs' | 'onRound'>,
): Promise<Timing> {
  const { data } = randomRows(spectra, bins, seed);
  return timeRounds({
    ...rounds,
    mostRepetitions: MOST_RUNS,
    async run(repetitions) {
      for (let i = 0; i < repetitions; i++) {
        await session.run({ spectra: { type: 'float32', dims: [spectra, bins], data } });
      }
    },
  });
}
