import { describeRecipe, type Manifest } from '@spectrosim/models';
import { assertFree } from '@spectrosim/runtime-node';
import {
  buildArtifact,
  collapseAlarm,
  type Dataset,
  type Experiment,
  type ExperimentPorts,
  holdOutGroups,
  objectiveOf,
  requireEmbedding,
  runExperiment,
  type Split,
  type TrainingConfig,
} from '@spectrosim/training';
import { METRICS_FILE } from './checkpoint-folder.js';
import { configurationText } from './config-file.js';
import { trainingPage } from './html/training/training-page.js';
import { type CheckpointOptions, keptTraining } from './kept-training.js';
import { type MetricsLog, metricsLog } from './metrics-log.js';
import { wrapped } from './output.js';
import { statusLine, trainingProgress } from './progress.js';
import { VERSION } from './version.js';
import { writeArtifact } from './write-artifact.js';

/** Share of the groups that are held out to measure the model. */
const HELD_OUT = 0.25;

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
  readonly checkpoints?: CheckpointOptions;
  /** Told what a person should know on the way. */
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
  const split = holdOutGroups(dataset.groups, HELD_OUT, config.seed);
  const kept = checkpoints && (await keptTraining(dataset, config, ports, { out, force, checkpoints }));
  const metrics = metricsLog(kept?.folder, kept?.from?.step);
  const progress = trainingProgress('training');
  const status = statusLine();
  const alarms: string[] = [];
  const experiment = await runExperiment(dataset, split, 'held-out groups, one split', config, {
    ...ports,
    onProgress: (now) => {
      metrics.add(now);
      progress.update(now);
      kept?.follow(now);
    },
    onAlarm: (text) => void alarms.push(text),
    // Of a large model this takes longer than steps do.
    onMeasure: () => {
      progress.stop();
      status.show('Measuring the model on the groups held out, trained and untrained');
    },
    ...(kept && { checkpoints: kept }),
  })
    .catch(async (error: unknown) => {
      throw (await kept?.explain(error)) ?? error;
    })
    .finally(() => {
      progress.stop();
      status.clear();
      kept?.end();
      for (const text of alarms) {
        note?.(wrapped('Note: ', text));
      }
    });
  const { provider, threads } = ports.options;
  const { name: engine, backend } = ports.engine;
  const provenance = { engine, ...(backend === undefined ? {} : { backend }), provider, threads };
  // Whatever trained it, the reference is what node's CPU makes of the model.
  const reference = { provider: 'cpu', threads } as const;
  status.show('Making the graphs of the model and its reference outputs, and writing them');
  const record = {
    engine: ports.engine.description,
    configuration: { ...configuration, batch: experiment.trained.batch },
    losses: experiment.trained.losses,
  };
  const page = pageOf(config, experiment, metrics, dataset, ports);
  const besides = { [METRICS_FILE]: metrics.text(), 'training.html': page };
  const manifest = await buildArtifact(dataset, split, experiment, config, provenance, ports.runtime, reference)
    .then((files) => writeArtifact(out, files, started, record, replace, besides))
    .finally(status.clear);
  await kept?.done();
  return { manifest, experiment, split };
}

/** The page of a training, of nothing but what another run of it would have too. */
function pageOf(
  config: TrainingConfig,
  { trained }: Experiment,
  metrics: MetricsLog,
  { hash, simulated }: Dataset,
  { engine }: ExperimentPorts,
): string {
  const objective = objectiveOf(config.objective);
  const alarm = collapseAlarm(objective);
  const text = {
    encoder: trained.definition.encoder.name,
    generator: `spectrosim ${VERSION}`,
    objective: objective.title,
    ...(objective.chance && { chance: objective.chance(trained.batch) }),
    clip: config.clip,
    ...(trained.best && { best: trained.best }),
    alarms: metrics.steps().flatMap((step) => alarm(step) ?? []),
    facts: [
      ['Settings', configurationText(config).replace('Configuration: ', '')],
      ['Preprocessing', describeRecipe(trained.definition.preprocessing)],
      ['Spectra in a step', String(trained.batch)],
      ['Numbers trained', trained.parameters.toLocaleString('en')],
      ['Engine', engine.description],
      ['Data', `${hash}${simulated ? ' (simulated)' : ''}`],
    ] as const,
  };
  return trainingPage(text, metrics.steps());
}
