import type { Manifest } from '@spectrosim/models';
import { type Dataset, verifierName } from '@spectrosim/training';
import { wrapped } from '../output.js';
import { bandText, verdictParts } from '../report.js';
import type { TrainedVerifierArtifact } from '../train-verifier-artifact.js';
import { type JudgedPair, type Tally, tally } from './judged-pairs.js';
import type { NextCommand } from './next-commands.js';

/** What is kept aside, in a sentence. */
export function asideText({ names, groups }: Dataset): string {
  return `${new Set(groups).size} more groups (${names.length} spectra) are kept aside for step 6: nothing is chosen, fitted or measured on them before.`;
}

/** What was chosen, branch by branch, and why. */
export function choiceText({ manifest, trained }: TrainedVerifierArtifact): string {
  const { branches, choice, decision } = manifest;
  const warnings = [...new Set([...trained.evaluation.warnings, ...trained.ladder.warnings])];
  return [
    wrapped('   ', `${choice?.tried.length} were tried. ${choice?.why} Chosen:`),
    ...branches.map((branch) => `   · ${verifierName([branch])}`),
    wrapped('   ', bandText(decision, trained.bandRefused)),
    ...warnings.map((warning) => wrapped('   Note: ', warning)),
  ].join('\n');
}

/** Some verdicts, and how many of all were right. */
export function verdictsText(
  pairs: readonly JudgedPair[],
  shown: readonly JudgedPair[],
  manifest: Manifest,
  byModel: boolean,
): string {
  const { group } = manifest.data;
  const { same, different } = tally(pairs);
  const about = byModel
    ? 'Verdicts of the model on the groups kept aside'
    : `Verdicts out of fold. The model is fitted on all of your spectra, and a verdict of its own on them would say nothing: these are by the verifiers of step 3, each of which saw neither ${group} of its pair`;
  return [
    wrapped('6. ', about),
    ...shown.flatMap((one) => {
      const { verdict, reason } = verdictParts(one.a, one.b, one, manifest);
      const right = one.undecided ? '–    ' : one.truth === one.sameSource ? 'right' : 'wrong';
      return [`   ${right}  ${verdict}`, wrapped('          ', reason)];
    }),
    `   Of all such pairs: ${tallyText(same, `of one ${group}`)}; ${tallyText(different, 'of two')}.`,
  ].join('\n');
}

function tallyText({ right, wrong, none }: Tally, kind: string): string {
  const without = none === 0 ? '' : `, ${none} without a verdict`;
  return `${right} of ${right + wrong + none} ${kind} right${without}`;
}

/** Commands to run next, each under what it does. */
export function nextText(next: readonly NextCommand[]): string {
  return ['Next:', ...next.flatMap(({ what, command }) => [`  ${what}`, `    ${command}`])].join('\n');
}
