import type { Command } from 'commander';
import { EXIT } from '../exit-codes.js';
import { createOutput } from '../output.js';
import { parityText } from '../report.js';
import { parityHolds, runParity } from '../run-parity.js';

/** `spectrosim parity` */
export function addParity(program: Command): void {
  program
    .command('parity')
    .summary('prove that every runtime gives the same answer')
    .description(
      'Runs the reference inputs of an artifact on every runtime there is, compares with the reference, and writes parity.json into the artifact.',
    )
    .requiredOption('--model <folder>', 'artifact that "train" wrote')
    .option('--fetch-browser', 'fetch Chromium where there is none: with Playwright, or apt-get as root on Debian')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  spectrosim parity --model runs/model\n\nExit status 1 when a runtime is outside its gate.',
    )
    .action(async (options: { model: string; fetchBrowser?: boolean; json?: boolean }) => {
      const output = createOutput(options.json === true);
      const report = await runParity(options.model, { fetchBrowser: options.fetchBrowser === true });
      output.result(report, parityText(report.rows));
      if (!parityHolds(report)) {
        process.exitCode = EXIT.check;
      }
    });
}
