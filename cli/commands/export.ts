import type { Command } from 'commander';
import { configurationOf } from '../config-file.js';
import { exportCheckpoint } from '../export-checkpoint.js';
import { createOutput } from '../output.js';
import { reportTrained } from '../report-trained.js';

interface Options {
  readonly out: string;
  readonly data?: string;
  readonly samples?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** `spectrosim export` */
export function addExport(program: Command): void {
  program
    .command('export')
    .summary('write the model of a checkpoint as ONNX')
    .description(
      'Measures the encoder of the last checkpoint in a folder and writes it as an artifact, as "train --contrastive" does at its last step. The data are read again, from where they were.',
    )
    .argument('<checkpoint>', 'the folder in which "train" keeps checkpoints, such as runs/encoder.checkpoint')
    .requiredOption('--out <folder>', 'a new folder for the artifact')
    .option('--data <path>', 'where the spectra are now, if they were moved')
    .option('--samples <file>', 'where their metadata are now')
    .option('--force', 'replace the folder')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  spectrosim export runs/encoder.checkpoint --out runs/encoder')
    .action(async (folder: string, options: Options, command: Command) => {
      const output = createOutput(options.json === true);
      const { json: _, ...rest } = options;
      const configuration = { ...configurationOf(command), checkpoint: folder };
      const { manifest, config, step } = await exportCheckpoint({ folder, ...rest, configuration, note: output.note });
      output.note(`Step ${step} of ${config.steps}.`);
      reportTrained(output, options.out, manifest, config, configuration);
    });
}
