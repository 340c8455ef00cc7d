import { describeRecipe, type Manifest, type ManifestBranch, type Measure, type Metrics } from '@spectrosim/models';

/** The artifact's `README.md`: what the model is, how well it does and how to use it. */
export function modelCard(manifest: Omit<Manifest, 'files'>): string {
  const { input, branches, embedding, decision, data, metrics, choice } = manifest;
  const low = input.axis[0];
  const high = input.axis.at(-1);
  return `---
license: other
tags: [spectrosim, onnx, spectra]
---

# Same source? A verifier for ${input.quantity} spectra
${manifest.simulated ? '\n> **Trained on simulated spectra.** It shows that the program works and says nothing about real samples.\n' : ''}
Takes two spectra and says whether they come from the same ${data.group}.

| | |
|---|---|
| input | raw intensities at ${input.axis.length} bins, ${low}–${high} ${input.quantity}; a missing one is ${input.missing === 'zero' ? '0 (not detected)' : 'interpolated'} |
${branches.map(branchRow).join('\n')}
| embedding | ${embedding} numbers${branches.length > 1 ? ', those of the branches side by side' : ''} |
| verdict | ${verdictWords(decision)} |
| trained on | ${data.trainingRows.length} of ${data.spectra} spectra, ${data.groups} ${data.group} groups in all |

${choice === undefined ? '' : `\n${choice.tried.length} verifiers were tried on groups that they were not fitted on. ${choice.why}\n`}
## How well it does
${metrics === undefined ? '\nNot measured.\n' : metricsTable(metrics)}
## Use

\`\`\`sh
npx spectrosim compare --model . A.csv B.csv
npx spectrosim compare --model . A.csv B.csv --explain why.html
\`\`\`

\`onnx/model.onnx\` takes \`spectra [B, ${input.axis.length}]\` to \`embedding [B, ${embedding}]\`; \`onnx/score.onnx\` takes two embeddings \`a, b [P, ${embedding}]\` to \`similarity [P]\` and \`score [P]\`; \`onnx/explain.onnx\` takes raw intensities of pairs, \`a, b [P, ${input.axis.length}]\`, to each bin's part in the score, \`partsA, partsB [P, ${input.axis.length}]\`. Any ONNX runtime can run them. Inputs must be finite.
`;
}

function branchRow(
  { preprocessing, encoder, backEnd, scoreNormalisation, embedding }: ManifestBranch,
  i: number,
): string {
  const encoded =
    encoder === undefined ? '' : `${encoder.name} encoder, ${encoder.parameters.toLocaleString('en')} parameters; `;
  const normalised =
    scoreNormalisation === undefined
      ? ''
      : `, scores normalised (${scoreNormalisation.method}) by ${scoreNormalisation.cohort} training spectra`;
  return `| branch ${i + 1}, in the graph | ${describeRecipe(preprocessing)}; ${encoded}${backEnd.name}${normalised}; embedding of ${embedding} |`;
}

function verdictWords({ score, threshold, band, bound }: Manifest['decision']): string {
  if (score === 'cosine') {
    return `same source when the cosine is at least ${threshold.toFixed(4)}`;
  }
  const most = bound === undefined ? '' : `, between −${bound.toFixed(2)} and ${bound.toFixed(2)}`;
  const none =
    band === undefined || band.lo === band.hi
      ? ''
      : `; none from ${band.lo.toFixed(2)} to ${band.hi.toFixed(2)}, where more than ${100 * band.rate} of 100 would be wrong`;
  return `same source when the log-likelihood ratio (natural logarithm${most}) is at least ${threshold}${none}`;
}

const COLUMNS = [
  ['auc', 'ROC AUC'],
  ['hardAuc', 'hard-pair AUC'],
  ['fnrAt1', 'misses at 1% false acceptances'],
  ['balancedAccuracy', 'balanced accuracy'],
  ['cllr', 'Cllr'],
] as const;

function metricsTable({
  measured,
  protocol,
  groups,
  spectra,
  positivePairs,
  negativePairs,
  interval,
  hardPairs,
  model,
  untrained,
  floor,
}: Metrics): string {
  const isFloor = model.system === floor.system;
  const row = (system: Metrics['model']) =>
    `| ${system.system} | ${COLUMNS.map(([key]) => cell(system[key])).join(' | ')} |`;
  return `
${protocol}: ${spectra} spectra of ${groups} groups${measured === 'recipe' ? '' : ' that training never saw'}, ${positivePairs} same-source and ${negativePairs} different-source pairs.${measured === 'recipe' ? ' The cross-validated recipe: the model itself was fitted on all groups, and each fold’s on the others.' : ''} In brackets: ${interval}.${hardPairs === undefined ? '' : ` ${hardPairs}`}

| system | ${COLUMNS.map(([, head]) => head).join(' | ')} |
|${'---|'.repeat(COLUMNS.length + 1)}
${[model, ...(untrained === undefined ? [] : [untrained]), ...(isFloor ? [] : [floor])].map(row).join('\n')}
${isFloor ? '\nThe model is the training-free floor itself: nothing that was learned clearly beats it.\n' : ''}`;
}

function cell(measure: Measure | undefined): string {
  return measure === undefined ? '–' : `${measure.mean.toFixed(3)} (${measure.lo.toFixed(3)}–${measure.hi.toFixed(3)})`;
}
