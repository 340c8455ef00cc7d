import { describeRecipe } from '@spectrosim/models';
import {
  type BegunTraining,
  collapseAlarm,
  type Dataset,
  type ExperimentPorts,
  objectiveOf,
  type TrainedModel,
  type TrainingConfig,
} from '@spectrosim/training';
import { configurationText } from './config-file.js';
import { trainingPage } from './html/training/training-page.js';
import type { MetricsLog } from './metrics-log.js';
import { VERSION } from './version.js';

/** What the page of a training is made of: nothing but what another run of it would have too. */
export interface CurvesOf {
  readonly config: TrainingConfig;
  readonly dataset: Dataset;
  readonly ports: Pick<ExperimentPorts, 'engine'>;
  readonly metrics: MetricsLog;
}

/** The page of a training's curves so far; of one that is at its end, with what early stopping kept. */
export function curvesPage(
  { config, dataset: { hash, simulated }, ports: { engine }, metrics }: CurvesOf,
  { definition, parameters, batch, best }: BegunTraining & Pick<TrainedModel, 'best'>,
): string {
  const objective = objectiveOf(config.objective);
  const alarm = collapseAlarm(objective);
  const text = {
    encoder: definition.encoder.name,
    generator: `spectrosim ${VERSION}`,
    objective: objective.title,
    ...(objective.chance && { chance: objective.chance(batch) }),
    clip: config.clip,
    ...(config.earlyStopping !== 'none' && { criterion: config.earlyStopping.criterion }),
    ...(best && { best }),
    alarms: metrics.steps().flatMap((step) => alarm(step) ?? []),
    facts: [
      ['Settings', configurationText(config).replace('Configuration: ', '')],
      ['Preprocessing', describeRecipe(definition.preprocessing)],
      ['Spectra in a step', String(batch)],
      ['Numbers trained', parameters.toLocaleString('en')],
      ['Engine', engine.description],
      ['Data', `${hash}${simulated ? ' (simulated)' : ''}`],
    ] as const,
  };
  return trainingPage(text, metrics.steps());
}
