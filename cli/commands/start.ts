import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadModel, pickSpectrum, SpectroSimError, type SpectrumSet } from '@spectrosim/models';
import { writeSamples, writeSpectra } from '@spectrosim/models/io';
import { assertFree, readArtifact, writeFolder } from '@spectrosim/runtime-node';
import { type ExperimentPorts, simulate, simulatorParameters } from '@spectrosim/training';
import type { Command } from 'commander';
import { configurationOf, configurationText, type FileSettings } from '../config-file.js';
import { EXIT } from '../exit-codes.js';
import { describeData, type RoleOptions, readSpectra, toDataset } from '../input-files.js';
import { DATA_HELP, type InputOptions, withInput } from '../input-options.js';
import { type EngineOptions, resolveConfig, resolveEngine, withTraining } from '../options.js';
import { createOutput } from '../output.js';
import { lossText, metricsText, parityText, simulatedText, verdictText } from '../report.js';
import { parityHolds, runParity } from '../run-parity.js';
import { type TrainedArtifact, trainArtifact } from '../train-artifact.js';

type Options = Partial<RoleOptions> &
  InputOptions &
  EngineOptions &
  FileSettings & { samples?: string; out?: string; json?: boolean };

/** Verdicts shown at the end, half of them on pairs of one group. */
const SHOWN = 4;

/** `spectrosim start`: the whole way from spectra to verdicts. */
export function addStart(program: Command): void {
  withTraining(withInput(program.command('start')))
    .summary('the whole way: data, training, evaluation, ONNX, parity, verdicts')
    .description(
      'Goes the whole way once, on your spectra or on simulated ones: train, measure on unseen groups, write the model as ONNX, prove that every runtime agrees, show verdicts.',
    )
    .argument('[data]', `${DATA_HELP} (default: simulated)`)
    .option('--samples <file>', 'metadata by spectrum name (default: samples.csv beside the spectra)')
    .option('--group <column>', 'column of the samples: same value, same source')
    .option('--run <column>', 'column of measuring runs')
    .option('--stratum <column>', 'column of strata')
    .option('--out <folder>', 'a new folder (default: the next free runs/start-N)')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExamples:\n  npm start\n  npm start -- spectra.csv --samples samples.csv --group batch')
    .action(async (data: string | undefined, options: Options, command: Command) => {
      const output = createOutput(options.json === true);
      const out = options.out ?? nextFree('runs/start');
      const config = resolveConfig(options);
      const ports = await resolveEngine(options);

      const configuration = configurationOf(command, { ...config, out });
      const dataFolder = join(out, 'data');
      if (data === undefined) {
        await assertFree(dataFolder);
      }
      const { set, group } = data === undefined ? simulated(config.seed, options) : await yours(data, options);
      const dataset = await toDataset(set, { ...options, group });
      for (const note of set.notes) {
        output.note(note);
      }
      output.note(configurationText(configuration));
      output.note(`1. ${describeData(dataset, set)}`);
      output.note(`2. Training ${config.steps} steps: ${ports.engine.description}`);
      const folder = join(out, 'model');
      const artifact = await trainArtifact(dataset, config, ports, { out: folder, configuration });
      const { manifest } = artifact;
      if (data === undefined) {
        await keepData(dataFolder, set);
      }
      if (manifest.metrics !== undefined) {
        output.note(`3. ${lossText(manifest)} On groups that training never saw:\n${metricsText(manifest.metrics)}`);
      }
      output.note(`4. Model written as ONNX to ${folder}${data === undefined ? `, the spectra to ${dataFolder}` : ''}`);
      const report = await runParity(folder, { fetchBrowser: false });
      output.note(`5. Parity: the same model on every runtime\n${parityText(report.rows)}`);
      const verdicts = await someVerdicts(folder, set, dataset.names, dataset.groups, artifact, ports);
      output.note(`6. Verdicts on unseen spectra\n${verdicts.map(({ text }) => `  ${text}`).join('\n')}`);
      output.result(
        {
          out,
          model: folder,
          simulated: manifest.simulated,
          metrics: manifest.metrics,
          parity: report.rows,
          verdicts: verdicts.map(({ value }) => value),
        },
        [
          ...(manifest.simulated ? [simulatedText()] : []),
          `Next: npx spectrosim compare --model ${folder} A.csv B.csv`,
          ...(data === undefined ? ['      npm start -- YOUR.csv --samples YOUR-SAMPLES.csv --group COLUMN'] : []),
          '      npx spectrosim --help',
        ].join('\n'),
      );
      if (!parityHolds(report)) {
        process.exitCode = EXIT.check;
      }
    });
}

function simulated(seed: number, options: Options): { set: SpectrumSet; group: string } {
  const { samples, group, run, stratum, decimal, orientation, axis, sheet } = options;
  const aboutFiles = { samples, group, run, stratum, decimal, orientation, axis, sheet };
  const named = Object.entries(aboutFiles).find(([, value]) => value !== undefined);
  if (named !== undefined) {
    throw new SpectroSimError('usage', `--${named[0]} is about a file of yours: name it, as in "start spectra.csv".`);
  }
  return { set: simulate(simulatorParameters('default'), seed), group: 'batch' };
}

/** Simulated spectra stay beside the model, to be looked at and compared; written last, so that a failure leaves nothing. */
async function keepData(folder: string, set: SpectrumSet): Promise<void> {
  await writeFolder(folder, {
    'spectra.csv': [...writeSpectra(set)].join(''),
    'samples.csv': [...writeSamples(set)].join(''),
  });
}

async function yours(data: string, options: Options): Promise<{ set: SpectrumSet; group: string }> {
  const { samples, group } = options;
  const set = await readSpectra(data, samples, options);
  if (group === undefined) {
    throw new SpectroSimError(
      'usage',
      `Which column says what comes from one source? Add --group COLUMN, one of: ${[...set.columns.keys()].join(', ') || '(none: name the metadata with --samples FILE)'}.`,
    );
  }
  return { set, group };
}

function nextFree(stem: string): string {
  let n = 1;
  while (existsSync(`${stem}-${n}`)) {
    n++;
  }
  return `${stem}-${n}`;
}

/** The first pairs of held-out spectra of one group, and of two. */
async function someVerdicts(
  folder: string,
  set: SpectrumSet,
  names: readonly string[],
  groups: readonly string[],
  { split }: TrainedArtifact,
  { runtime, options }: ExperimentPorts,
) {
  const model = await loadModel(readArtifact(folder), runtime, options);
  const chosen: [number, number][] = [];
  for (const wanted of [true, false]) {
    const pairs = split.test.flatMap((a) =>
      split.test.filter((b) => b > a && (groups[a] === groups[b]) === wanted).map((b): [number, number] => [a, b]),
    );
    const stride = Math.max(1, Math.floor(pairs.length / (SHOWN / 2)));
    chosen.push(...pairs.filter((_, i) => i % stride === 0).slice(0, SHOWN / 2));
  }
  const verdicts: { text: string; value: unknown }[] = [];
  for (const [a, b] of chosen) {
    const [nameA, nameB] = [names[a] as string, names[b] as string];
    const verdict = await model.compare(pickSpectrum(set, nameA), pickSpectrum(set, nameB));
    const truth = groups[a] === groups[b];
    const right = truth === verdict.sameSource ? 'right' : 'wrong';
    verdicts.push({
      text: `${verdictText(nameA, nameB, verdict, model.manifest)} ${right}`,
      value: { a: nameA, b: nameB, ...verdict, truth },
    });
  }
  await model.dispose();
  return verdicts;
}
