import { type CrossValidation, crossValidate } from '@spectrosim/training';
import type { Command } from 'commander';
import { configurationOf, configurationText } from '../config-file.js';
import { describeData, readDataset } from '../input-files.js';
import { resolveConfig, resolveEngine } from '../options.js';
import { type Output, table } from '../output.js';
import { trainingProgress } from '../progress.js';
import { simulatedText, standing } from '../report.js';
import type { EvaluateOptions } from './evaluate-options.js';

/** Folds where none are asked for. */
const FOLDS = 5;

/** `evaluate DATA --contrastive`: cross-validates the contrastive encoder. */
export async function evaluateContrastive(
  data: string,
  options: EvaluateOptions,
  command: Command,
  output: Output,
): Promise<void> {
  const folds = options.folds ?? FOLDS;
  const config = resolveConfig(options);
  const ports = await resolveEngine(options);
  const configuration = configurationOf(command, { ...config, folds });
  output.note(configurationText(configuration));
  const { set, dataset } = await readDataset(data, options, output.note);
  output.note(ports.engine.description);
  let line: ReturnType<typeof trainingProgress> | undefined;
  let under = -1;
  const result = await crossValidate(dataset, folds, config, ports, (fold, progress) => {
    if (fold !== under) {
      line?.stop();
      line = trainingProgress(`fold ${fold + 1} of ${folds}`);
      under = fold;
    }
    line?.update(progress);
  }).finally(() => line?.stop());
  const cell = ({ mean, sd }: { mean: number; sd: number }) => `${mean.toFixed(3)} ± ${sd.toFixed(3)}`;
  output.result(
    { simulated: dataset.simulated, engine: ports.engine.description, configuration, ...result },
    [
      `${result.protocol}, ${describeData(dataset, set)}; mean ± sd over folds`,
      table([
        ['', 'ROC AUC', 'balanced accuracy'],
        [result.folds[0]?.model.system ?? '', cell(result.model.auc), cell(result.model.balancedAccuracy)],
        ['the same encoder, untrained', cell(result.untrained.auc), cell(result.untrained.balancedAccuracy)],
        ['cosine of preprocessed spectra (no training)', cell(result.floor.auc), cell(result.floor.balancedAccuracy)],
      ]),
      `  model − floor, ROC AUC: ${cell(result.difference)}. ${foldStanding(result)}`,
      ...(dataset.simulated ? [simulatedText()] : []),
    ].join('\n'),
  );
}

/** Beyond a tie only when every fold agrees. */
function foldStanding({ folds }: CrossValidation): string {
  const differences = folds.map(({ difference }) => difference.auc.mean);
  return standing({ lo: Math.min(...differences), hi: Math.max(...differences) });
}
