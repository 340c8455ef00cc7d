import { basename, resolve } from 'node:path';
import {
  describeRecipe,
  type Explanation,
  type GraphRuntime,
  type Manifest,
  type Model,
  standingToFloor,
} from '@spectrosim/models';
import { assertOutput, writeOutput } from '../../output-file.js';
import { floorText, simulatedText, verdictParts } from '../../report.js';
import { VERSION } from '../../version.js';
import { explanationPage } from './explanation-page.js';

const PAGE = 'explanation';

/**
 * Refuses the page's place before any work is done.
 *
 * @throws SpectroSimError `exists` when something is there that is not to be replaced, `usage` when the command reads it.
 */
export function assertExplanation(
  path: string,
  rules: { readonly force: boolean; readonly inputs: readonly string[] },
): void {
  const own = /<meta name="generator" content="spectrosim [^"]* explanation">/;
  assertOutput(path, { ...rules, isOwn: (start) => own.test(start) });
}

/** An explanation, and whose it is. */
export interface WrittenExplanation {
  readonly explanation: Explanation;
  readonly model: Pick<Model, 'manifest' | 'artifact' | 'provider' | 'threads'>;
  /** The artifact's folder, as it was named. */
  readonly folder: string;
  readonly names: { readonly a: string; readonly b: string };
  readonly runtime: Pick<GraphRuntime, 'version'>;
}

/** Writes the page of an explanation: one HTML file that needs nothing else, the same bytes for the same spectra and model. */
export async function writeExplanation(
  path: string,
  { explanation, model, folder, names, runtime }: WrittenExplanation,
): Promise<void> {
  const { manifest, artifact, provider, threads } = model;
  const { reason } = verdictParts(names.a, names.b, explanation.verdict, manifest);
  const page = explanationPage({
    explanation,
    manifest,
    names,
    title: titleOf(explanation, manifest),
    reason: reason.charAt(0).toUpperCase() + reason.slice(1),
    warnings: warningsOf(manifest),
    facts: [
      ['Spectra', `${names.a} and ${names.b}`],
      ['Model', basename(resolve(folder))],
      ['Its manifest', artifact.manifestHash],
      ['Preprocessing', manifest.branches.map(({ preprocessing }) => describeRecipe(preprocessing)).join('; ')],
      ['Run by', `ONNX Runtime ${runtime.version}, ${provider}, ${threads} thread${threads === 1 ? '' : 's'}`],
      ['Written by', `SpectroSim ${VERSION}`],
    ],
    generator: `spectrosim ${VERSION} ${PAGE}`,
  });
  await writeOutput(path, page);
}

function titleOf({ verdict: { undecided, sameSource } }: Explanation, { data: { group } }: Manifest): string {
  return undecided ? `No verdict on the ${group}` : sameSource ? `The same ${group}` : `Not the same ${group}`;
}

function warningsOf({ simulated, metrics }: Manifest): string[] {
  const warns = metrics !== undefined && standingToFloor(metrics) === 'loses';
  return [
    ...(simulated ? [`The model was trained on simulated spectra. ${simulatedText()}`] : []),
    ...(warns ? [floorText(metrics)] : []),
  ];
}
