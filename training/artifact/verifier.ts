import type { GraphRuntime, LoadOptions, Manifest, ManifestBranch } from '@spectrosim/models';
import { branchSlices, prefixed } from '@spectrosim/models/graph';
import type { ScoreNormalisationName } from '../back-ends/score-normaliser.js';
import type { Dataset } from '../dataset.js';
import { tracedEnsemble } from '../export-ensemble.js';
import { explanationGraph } from '../export-explanation.js';
import { runOnRows } from '../run-function.js';
import type { FittedChoice, TrainedVerifier } from '../train-verifier.js';
import type { FittedEncoder } from '../verifier/fit-encoder.js';
import { assembleArtifact, backEndEntry, type Provenance } from './assemble.js';
import { branchStarts } from './explanation-start.js';

/** How a verifier was trained: what, with the candidates that the ladder climbed, the same bytes follow from. */
export interface VerifierSettings {
  readonly seed: number;
  readonly partitions: number;
  /** How scores were normalised, where they were. */
  readonly scoreNormalisation?: ScoreNormalisationName;
  /** How the ladder's encoders were trained, where it may fit any. */
  readonly encoder?: object;
}

/**
 * A trained verifier as the files of an artifact: every branch, its back-end and the calibration in the graphs.
 *
 * @param runtime node's CPU, by which the reference outputs are defined
 * @returns file contents by path, `manifest.json` among them
 * @throws SpectroSimError `graph` when a graph does not check.
 */
export async function buildVerifierArtifact(
  dataset: Dataset,
  { ladder, chosen, why, floor, decision, metrics }: TrainedVerifier,
  { seed, partitions, scoreNormalisation, encoder }: VerifierSettings,
  provenance: Omit<Provenance, 'engine' | 'backend'>,
  runtime: GraphRuntime,
  options: LoadOptions,
): Promise<Record<string, Uint8Array>> {
  const { definition, weights } = chosen.verifier;
  const { axis, rows } = dataset;
  const starts = await branchStarts(chosen.verifier, rows, (fn, x, own) => runOnRows(runtime, options, fn, x, own));
  const parts = {
    ...verifierEntry(chosen, decision),
    floor: verifierEntry(floor, { score: 'llr', threshold: 0, bound: floor.verifier.calibration.bound }),
    training: {
      method: 'ladder',
      seed,
      partitions,
      ...(scoreNormalisation && { scoreNormalisation }),
      ...(encoder && ladder.candidates.includes('encoder') ? { encoder } : {}),
      ...provenance,
    },
    choice: {
      candidates: [...ladder.candidates],
      chosen: chosen.tried.name,
      why,
      tried: ladder.tried.map(({ rung, name, cllr, auc }) => ({ rung, name, cllr, auc })),
    },
    metrics,
    trainingRows: dataset.names.map((_, i) => i),
    graphs: (metadata = {}) => ({
      ...tracedEnsemble(definition, weights, rows.bins, metadata),
      explain: explanationGraph({ verifier: definition, weights, starts }, axis, metadata),
    }),
    weights: { ...weights, ...prefixed(floor.verifier.weights, 'floor') },
    seed,
  };
  return assembleArtifact(dataset, parts, runtime, options);
}

function verifierEntry({ tried, verifier }: FittedChoice, decision: Manifest['decision']): Manifest['floor'] {
  const slices = branchSlices(verifier.definition);
  return {
    branches: verifier.definition.branches.map(({ preprocessing, backEnd, scoreNormalisation, embedding }, i) => {
      const { start, end } = slices[i] as (typeof slices)[number];
      const fitted = verifier.encoders[i];
      const name = (tried.branches[i] as (typeof tried.branches)[number]).candidate.name;
      return {
        preprocessing: [...preprocessing],
        ...(fitted && { encoder: encoderEntry(fitted) }),
        backEnd: backEndEntry(name, backEnd),
        ...(scoreNormalisation && { scoreNormalisation }),
        embedding,
        slice: [start, end] as [number, number],
      };
    }),
    embedding: verifier.embedding,
    decision,
  };
}

function encoderEntry({ encoder: { name, config }, parameters }: FittedEncoder): ManifestBranch['encoder'] {
  return { name, config: config as Record<string, unknown>, parameters };
}
