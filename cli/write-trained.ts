import type { Manifest } from '@spectrosim/models';
import type { FolderMark } from '@spectrosim/runtime-node';
import { buildArtifact, type Experiment, type ExperimentPorts, holdOutGroups, type Split } from '@spectrosim/training';
import { METRICS_FILE, PAGE_FILE } from './checkpoint-folder.js';
import { type CurvesOf, curvesPage } from './curves-page.js';
import { writeArtifact } from './write-artifact.js';

/** Share of the groups that are held out to measure the model. */
const HELD_OUT = 0.25;

/** How the split was made, as reports have it. */
export const PROTOCOL = 'held-out groups, one split';

/** The groups that a model is trained on, and those that it is measured on. */
export function splitOf({ dataset, config }: Pick<CurvesOf, 'dataset' | 'config'>): Split {
  return holdOutGroups(dataset.groups, HELD_OUT, config.seed);
}

/** A training that is at its end, and its data. */
export interface Trained extends CurvesOf {
  readonly ports: ExperimentPorts;
  readonly split: Split;
  readonly experiment: Experiment;
}

/**
 * Writes a trained and measured model as an artifact, its metrics and curves beside it.
 *
 * @param configuration the command and its options as they were resolved, for `run.json`
 * @param started when the work began
 */
export async function writeTrained(
  out: string,
  { split, experiment, ...of }: Trained,
  configuration: Readonly<Record<string, unknown>>,
  started: Date,
  replace: FolderMark | undefined,
): Promise<Manifest> {
  const { dataset, config, ports, metrics } = of;
  const { provider, threads } = ports.options;
  const { name: engine, backend, description } = ports.engine;
  const provenance = { engine, ...(backend === undefined ? {} : { backend }), provider, threads };
  // Whatever trained it, the reference is what node's CPU makes of the model.
  const reference = { provider: 'cpu', threads } as const;
  const { trained } = experiment;
  return writeArtifact(
    out,
    await buildArtifact(dataset, split, experiment, config, provenance, ports.runtime, reference),
    started,
    {
      engine: description,
      configuration: { ...configuration, batch: trained.batch },
      losses: trained.losses,
    },
    replace,
    { [METRICS_FILE]: metrics.text(), [PAGE_FILE]: curvesPage(of, trained) },
  );
}
