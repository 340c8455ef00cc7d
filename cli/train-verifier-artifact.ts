import type { Manifest } from '@spectrosim/models';
import { assertFree } from '@spectrosim/runtime-node';
import {
  buildVerifierArtifact,
  createProtocol,
  type Dataset,
  type ExperimentPorts,
  type TrainedVerifier,
  trainVerifier,
  type VerifierEvaluationOptions,
} from '@spectrosim/training';
import { LADDER_ENCODER, ladderPorts } from './ladder-ports.js';
import { type LadderLog, ladderLog } from './ladder-text.js';
import { foldProgress, statusLine } from './progress.js';
import type { Destination } from './train-artifact.js';
import { writeArtifact } from './write-artifact.js';

/** A chosen, measured and written verifier. */
export interface TrainedVerifierArtifact {
  readonly manifest: Manifest;
  readonly trained: TrainedVerifier;
  /** The ladders, as they were climbed. */
  readonly log: LadderLog;
}

/** Chooses a verifier by the ladder, fits it on all groups, measures its recipe and writes it as an artifact. */
export async function trainVerifierArtifact(
  dataset: Dataset,
  settings: Omit<VerifierEvaluationOptions, 'run' | 'fitEncoder'> & { readonly folds?: number },
  { runtime, options }: Pick<ExperimentPorts, 'runtime' | 'options'>,
  { out, force = false, configuration }: Destination,
): Promise<TrainedVerifierArtifact> {
  const replace = force ? 'manifest.json' : undefined;
  await assertFree(out, replace);
  const started = new Date();
  const { folds, ...rest } = settings;
  const protocol = createProtocol('groups', dataset, folds === undefined ? {} : { folds });
  const line = statusLine();
  const log = ladderLog(line);
  log.show('all groups');
  const trained = await trainVerifier(dataset, protocol, {
    ...rest,
    ...ladderPorts({ runtime, options }),
    onRung: log.onRung,
    onFold: foldProgress(log, 'cross-validation'),
  }).finally(line.clear);
  const { provider, threads } = options;
  // Whatever fitted it, the reference is what node's CPU makes of the model.
  const reference = { provider: 'cpu', threads } as const;
  const how = { ...rest, encoder: LADDER_ENCODER };
  const files = await buildVerifierArtifact(dataset, trained, how, { provider, threads }, runtime, reference);
  const manifest = await writeArtifact(
    out,
    files,
    started,
    { configuration, ladder: log.summary(), chosen: trained.evaluation.chosen },
    replace,
  );
  return { manifest, trained, log };
}
