import type { Manifest } from '@spectrosim/models';
import { assertFree } from '@spectrosim/runtime-node';
import {
  assertExplainable,
  type BegunTraining,
  type Dataset,
  type Experiment,
  type ExperimentPorts,
  requireEmbedding,
  runExperiment,
  type Split,
  type TrainingConfig,
} from '@spectrosim/training';
import { curvesPage } from './curves-page.js';
import { type Keeping, keptTraining } from './kept-training.js';
import { metricsLog } from './metrics-log.js';
import { wrapped } from './output.js';
import { statusLine, trainingProgress } from './progress.js';
import { PROTOCOL, splitOf, writeTrained } from './write-trained.js';

/** A trained, measured and written model. */
export interface TrainedArtifact {
  readonly manifest: Manifest;
  readonly experiment: Experiment;
  readonly split: Split;
}

/** Where an artifact goes, and what is to be known of how it came about. */
export interface Destination {
  readonly out: string;
  /** Replace what is there. @default false */
  readonly force?: boolean;
  /** The command and its options as they were resolved, for `run.json`. */
  readonly configuration: Readonly<Record<string, unknown>>;
  /** Keep checkpoints while training; without it, Ctrl-C ends it with nothing kept. */
  readonly checkpoints?: Keeping;
  /** Told what a person should know on the way, when it happens. */
  readonly note?: (text: string) => void;
}

/** Trains on three quarters of the groups, measures on the rest and writes that same model as an artifact. */
export async function trainArtifact(
  dataset: Dataset,
  config: TrainingConfig,
  ports: ExperimentPorts,
  { out, force = false, configuration, checkpoints, note }: Destination,
): Promise<TrainedArtifact> {
  requireEmbedding(config.objective, 'An artifact');
  const replace = force ? 'manifest.json' : undefined;
  await assertFree(out, replace);
  const started = new Date();
  const split = splitOf({ dataset, config });
  const progress = trainingProgress('training');
  const status = statusLine();
  const tell = (text: string) => progress.aside(() => note?.(wrapped('Note: ', text)));
  const kept = checkpoints && (await keptTraining(dataset, config, ports, { out, force, checkpoints }, tell));
  const metrics = metricsLog(kept?.folder, kept?.from?.step);
  const of = { dataset, config, ports, metrics };
  let begun: BegunTraining | undefined;
  const experiment = await runExperiment(dataset, split, PROTOCOL, config, {
    ...ports,
    onBegin: (known) => {
      begun = known;
    },
    // Of what is exported, explanations ask most of an encoder: nobody is to pay for a training whose model cannot be written.
    beforeSteps: (definition, weights) => assertExplainable(definition, weights, dataset.axis),
    onProgress: (now) => {
      metrics.add(now);
      progress.update(now);
      kept?.follow(now);
    },
    onAlarm: tell,
    // Of a large model this takes longer than steps do.
    onMeasure: () => {
      progress.stop();
      status.show('Measuring the model on the groups held out, trained and untrained');
    },
    ...(kept && { checkpoints: { ...kept, watched: [...metrics.steps()] } }),
  })
    .catch(async (error: unknown) => {
      progress.stop();
      kept?.end();
      // The curves are wanted most where no model comes of them.
      const page = begun && metrics.steps().length > 0 ? curvesPage(of, begun) : undefined;
      throw (await kept?.explain(error, page)) ?? error;
    })
    .finally(() => {
      progress.stop();
      status.clear();
      kept?.end();
    });
  status.show('Making the graphs of the model and its reference outputs, and writing them');
  const manifest = await writeTrained(out, { ...of, split, experiment }, configuration, started, replace).finally(
    status.clear,
  );
  await kept?.done(curvesPage(of, experiment.trained));
  return { manifest, experiment, split };
}
