import { SpectroSimError } from '@spectrosim/models';
import { encoderOf, type InitialModel, type ModelDefinition } from '@spectrosim/models/graph';
import { trainingConfigSchema } from '../config.js';
import type { TrainingEngine } from '../engines/engine.js';
import { begin } from '../loop/begin.js';
import { feedOf } from '../loop/feed.js';
import { scalarsAt } from '../loop/take-steps.js';
import { randomRows } from './random-rows.js';
import { type TimedRounds, type Timing, timeRounds } from './time-rounds.js';

/** Training takes no more steps together, see `loop/pace.ts`: a round has no more. */
const MOST_STEPS = 16;

/** Batches made before the clock starts, fed in turn. */
const BATCHES = 4;

/** Times contrastive steps on random spectra as training takes them, several in a run where the engine does so. */
export async function timeTraining(
  engine: TrainingEngine,
  definition: ModelDefinition,
  initial: InitialModel,
  { bins, batch, seed }: { readonly bins: number; readonly batch: number; readonly seed: number },
  rounds: Pick<TimedRounds, 'rounds' | 'roundMs' | 'limitMs' | 'onRound'>,
): Promise<Timing> {
  const { name, config: encoderConfig } = definition.encoder;
  const config = trainingConfigSchema.parse({
    preprocessing: definition.preprocessing,
    encoder: { name, config: encoderConfig },
    batch,
    seed,
    // Rounds may be more than the steps of a training: a rate that falls to zero would be another one's.
    schedule: { name: 'constant' },
  });
  const rows = randomRows(batch, bins, seed);
  const groups = Array.from({ length: batch }, (_, i) => i);
  const feed = await feedOf({ rows, groups, preprocessed: async () => rows }, config);
  const first = feed.next();
  const batches = [first, ...Array.from({ length: BATCHES - 1 }, () => feed.next())];
  const widths = encoderOf(name).widths(encoderConfig, bins);
  const { running } = await begin(engine, { definition, initial, widths, sampleBatch: first, from: undefined }, config);
  let done = 0;
  try {
    return await timeRounds({
      ...rounds,
      mostRepetitions: MOST_STEPS,
      async run(repetitions) {
        const inputs = Array.from({ length: repetitions }, (_, i) => ({
          batch: batches[(done + i) % BATCHES] ?? first,
          scalars: scalarsAt(done + i + 1, config),
        }));
        const taken = await running.steps(inputs);
        done += taken.length;
        const loss = taken.at(-1)?.loss ?? Number.NaN;
        if (!Number.isFinite(loss)) {
          throw new SpectroSimError(
            'training',
            `The loss of "${name}" on random spectra is ${loss} at step ${done}. Expected a finite number: steps after it cost something else. Try another seed.`,
          );
        }
      },
    });
  } finally {
    await running.dispose();
  }
}
