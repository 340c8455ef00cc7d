import type { Manifest } from '@spectrosim/models';
import type { TrainingConfig } from '@spectrosim/training';
import type { Output } from './output.js';
import { batchText, lossText, metricsText, simulatedText } from './report.js';

/** The result of a command that has written a trained encoder. */
export function reportTrained(
  output: Output,
  out: string,
  manifest: Manifest,
  config: TrainingConfig,
  configuration: Readonly<Record<string, unknown>>,
): void {
  const { metrics, decision, simulated, training } = manifest;
  output.result(
    { out, simulated, decision, metrics, configuration: { ...configuration, batch: training.batch } },
    [
      lossText(manifest),
      ...[batchText(config.batch, manifest)].filter((line) => line !== ''),
      ...(metrics === undefined ? [] : [metricsText(metrics)]),
      `Model in ${out}: same source when the ${decision.score} is at least ${decision.threshold.toFixed(4)}.`,
      ...(simulated ? [simulatedText()] : []),
      `Next: npx spectrosim parity --model ${out}`,
    ].join('\n'),
  );
}
