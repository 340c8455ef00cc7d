import { writeSamples, writeSpectra } from '@spectrosim/models/io';
import { writeFolder } from '@spectrosim/runtime-node';
import {
  SIMULATED_NOTE,
  SIMULATOR_PRESETS,
  type SimulatorInput,
  type SimulatorPreset,
  simulate,
  simulatorParameters,
} from '@spectrosim/training';
import { type Command, Option } from 'commander';
import { takesSettings } from '../config-file.js';
import { integer } from '../options.js';
import { createOutput } from '../output.js';

/** `spectrosim simulate` */
export function addSimulate(program: Command): void {
  takesSettings(program.command('simulate'), Object.keys(simulatorParameters()))
    .summary('write simulated REIMS-like spectra of two fish species')
    .description(
      'Writes simulated REIMS-like spectra of hoki and jack mackerel, 24 batches of 3 fish, as spectra.csv and samples.csv. A configuration file changes any effect; simulation.json in the folder lists them all, under "parameters".',
    )
    .requiredOption('--out <folder>', 'a new folder')
    .addOption(
      new Option('--preset <name>', 'how hard batches are to tell apart')
        .choices([...SIMULATOR_PRESETS])
        .default('default'),
    )
    .option('--seed <n>', 'seed', integer(0), 1)
    .option('--force', 'replace the folder')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  spectrosim simulate --out runs/fish\n  spectrosim train runs/fish --group batch --out runs/model',
    )
    .action(
      async (options: {
        out: string;
        preset: SimulatorPreset;
        seed: number;
        settings?: SimulatorInput;
        force?: boolean;
        json?: boolean;
      }) => {
        const parameters = simulatorParameters(options.preset, options.settings);
        const set = simulate(parameters, options.seed);
        const simulation = { preset: options.preset, seed: options.seed, note: SIMULATED_NOTE, parameters };
        await writeFolder(
          options.out,
          {
            'spectra.csv': [...writeSpectra(set)].join(''),
            'samples.csv': [...writeSamples(set)].join(''),
            'simulation.json': `${JSON.stringify(simulation, undefined, 2)}\n`,
          },
          options.force === true ? 'simulation.json' : undefined,
        );
        createOutput(options.json === true).result(
          {
            out: options.out,
            spectra: set.names.length,
            bins: set.axis.values.length,
            preset: options.preset,
            seed: options.seed,
            simulated: true,
          },
          `${set.names.length} simulated spectra of ${set.axis.values.length} bins in ${options.out}: spectra.csv, samples.csv, simulation.json.\n${SIMULATED_NOTE}`,
        );
      },
    );
}
