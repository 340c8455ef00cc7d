import { describeRecipe, type Manifest, type Measure, type Metrics } from '@spectrosim/models';

/** The artifact's `README.md`: what the model is, how well it does and how to use it. */
export function modelCard(manifest: Omit<Manifest, 'files'>): string {
  const { input, encoder, preprocessing, decision, data, metrics } = manifest;
  const low = input.axis[0];
  const high = input.axis.at(-1);
  return `---
license: other
tags: [spectrosim, onnx, spectra]
---

# Same source? ${encoder.name} encoder for ${input.quantity} spectra
${manifest.simulated ? '\n> **Trained on simulated spectra.** It shows that the program works and says nothing about real samples.\n' : ''}
Takes two spectra and says whether they come from the same ${data.group}.

| | |
|---|---|
| input | raw intensities at ${input.axis.length} bins, ${low}–${high} ${input.quantity}; a missing one is ${input.missing === 'zero' ? '0 (not detected)' : 'interpolated'} |
| preprocessing, in the graph | ${describeRecipe(preprocessing)} |
| encoder | ${encoder.name}, ${encoder.parameters.toLocaleString('en')} parameters, embedding of ${encoder.embedding} |
| verdict | same source when the ${decision.score} is at least ${decision.threshold.toFixed(4)} |
| trained on | ${data.trainingRows.length} of ${data.spectra} spectra, ${data.groups} ${data.group} groups in all |

## How well it does
${metrics === undefined ? '\nNot measured.\n' : metricsTable(metrics)}
## Use

\`\`\`sh
npx spectrosim compare --model . A.csv B.csv
\`\`\`

\`onnx/model.onnx\` takes \`spectra [B, ${input.axis.length}]\` to \`embedding [B, ${encoder.embedding}]\`; \`onnx/score.onnx\` takes two embeddings \`a, b [P, ${encoder.embedding}]\` to \`similarity [P]\` and \`score [P]\`. Any ONNX runtime can run them. Inputs must be finite.
`;
}

function metricsTable({
  protocol,
  groups,
  spectra,
  positivePairs,
  negativePairs,
  interval,
  model,
  untrained,
  floor,
}: Metrics): string {
  const row = (system: Metrics['model']) =>
    `| ${system.system} | ${cell(system.auc)} | ${cell(system.balancedAccuracy)} |`;
  return `
${protocol}: ${spectra} spectra of ${groups} groups that training never saw, ${positivePairs} same-source and ${negativePairs} different-source pairs. In brackets: ${interval}.

| system | ROC AUC | balanced accuracy |
|---|---|---|
${row(model)}
${untrained === undefined ? '' : `${row(untrained)}\n`}${row(floor)}
`;
}

function cell({ value, lo, hi }: Measure): string {
  return `${value.toFixed(3)} (${lo.toFixed(3)}–${hi.toFixed(3)})`;
}
