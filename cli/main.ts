/**
 * The `spectrosim` command: the composition root that wires the packages.
 *
 * @module
 */
import { stderr } from 'node:process';
import { SpectroSimError } from '@spectrosim/models';
import { Command, CommanderError } from 'commander';
import { addBaselines } from './commands/baselines.js';
import { addBenchmark } from './commands/benchmark.js';
import { addCompare } from './commands/compare.js';
import { addDoctor } from './commands/doctor.js';
import { addEncoders } from './commands/encoders.js';
import { addEvaluate } from './commands/evaluate.js';
import { addExport } from './commands/export.js';
import { addParity } from './commands/parity.js';
import { addPreprocess } from './commands/preprocess.js';
import { addServe } from './commands/serve.js';
import { addSimulate } from './commands/simulate.js';
import { addStart } from './commands/start.js';
import { addTrain } from './commands/train.js';
import { addConfigFiles } from './config-file.js';
import { EXIT, EXIT_OF } from './exit-codes.js';
import { VERSION } from './version.js';

/**
 * Runs the command.
 *
 * @param argv as `process.argv`
 * @returns the exit status: 0, 1 (a check failed), 2 (usage), 3 (bad input), 4 (runtime not available), 130 (ended by Ctrl-C, the work kept)
 */
export async function main(argv: readonly string[]): Promise<number> {
  const program = new Command('spectrosim')
    .description(
      'Do these two spectra come from the same source? Contrastive encoders of spectra, trained in TypeScript, run anywhere by ONNX Runtime.',
    )
    .version(VERSION)
    .exitOverride()
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      '\nExample:\n  spectrosim start\n\nExit status: 0, 1 a check failed, 2 usage, 3 bad input, 4 runtime not available, 130 ended by Ctrl-C with the work kept.',
    );
  for (const add of [
    addStart,
    addSimulate,
    addTrain,
    addExport,
    addEvaluate,
    addBaselines,
    addBenchmark,
    addEncoders,
    addCompare,
    addServe,
    addPreprocess,
    addParity,
    addDoctor,
  ]) {
    add(program);
  }
  for (const command of program.commands) {
    command.exitOverride();
  }
  addConfigFiles(program, argv);
  try {
    await program.parseAsync([...argv]);
    return Number(process.exitCode ?? EXIT.ok);
  } catch (error) {
    return report(error);
  }
}

function report(error: unknown): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
  if (error instanceof SpectroSimError) {
    stderr.write(`spectrosim: ${error.message}\n`);
    return EXIT_OF[error.code];
  }
  stderr.write(`spectrosim: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  stderr.write('This is a defect of SpectroSim. Please report it with the command and the lines above.\n');
  return EXIT.check;
}
