import { loadModel, pickSpectrum, SpectroSimError, type SpectrumSet, verdictWords } from '@spectrosim/models';
import { readArtifact } from '@spectrosim/runtime-node';
import type { Command } from 'commander';
import { isFolder } from '../find-input.js';
import { readBareSpectra, readSpectra } from '../input-files.js';
import { type InputOptions, withInput } from '../input-options.js';
import { type RuntimeOptions, resolveRuntime, withRuntime } from '../options.js';
import { createOutput } from '../output.js';
import { metricsText, simulatedText, verdictText } from '../report.js';

type Options = RuntimeOptions & InputOptions & { model: string; spectra?: string; json?: boolean };

/** `spectrosim compare` */
export function addCompare(program: Command): void {
  withInput(withRuntime(program.command('compare')))
    .summary('say whether two spectra come from one source')
    .description('Compares two spectra: two files with one spectrum each, or two names in one file.')
    .argument('<a>', 'file with one spectrum (two columns, or a row), or a name in --spectra')
    .argument('<b>', 'file with one spectrum (two columns, or a row), or a name in --spectra')
    .requiredOption('--model <folder>', 'artifact that "train" wrote')
    .option('--spectra <file>', 'take both spectra from this file or folder, by name')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n  spectrosim compare --model runs/model A.csv B.csv\n  spectrosim compare --model runs/model --spectra spectra.csv hoki-b01-f1 hoki-b01-f2\n\nTwo columns without a header:\n  spectrosim compare --model runs/model --axis m/z A.txt B.txt',
    )
    .action(async (a: string, b: string, options: Options) => {
      const { runtime, options: load } = await resolveRuntime(options);
      const output = createOutput(options.json === true);
      const [left, right] = await readPair(a, b, options);
      for (const note of new Set([...left.notes, ...right.notes])) {
        output.note(note);
      }
      const model = await loadModel(readArtifact(options.model), runtime, load);
      const verdict = await model.compare(left, right);
      const { manifest } = model;
      await model.dispose();
      const nameOf = (set: SpectrumSet) => set.names[0] as string;
      output.result(
        {
          a: nameOf(left),
          b: nameOf(right),
          ...verdict,
          ...verdictWords(verdict, manifest),
          decision: manifest.decision.score,
          group: manifest.data.group,
          simulated: manifest.simulated,
          provider: model.provider,
          metrics: manifest.metrics,
        },
        [
          verdictText(nameOf(left), nameOf(right), verdict, manifest),
          ...(manifest.metrics === undefined ? [] : ['', 'How far to trust it:', metricsText(manifest.metrics)]),
          ...(manifest.simulated ? [`The model was trained on simulated spectra. ${simulatedText()}`] : []),
        ].join('\n'),
      );
    });
}

async function readPair(a: string, b: string, options: Options): Promise<[SpectrumSet, SpectrumSet]> {
  const { spectra } = options;
  if (spectra !== undefined) {
    const set = await (isFolder(spectra)
      ? readSpectra(spectra, undefined, options)
      : readBareSpectra(spectra, options));
    return [pickSpectrum(set, a), pickSpectrum(set, b)];
  }
  const one = async (path: string) => {
    const set = await readBareSpectra(path, options);
    if (set.names.length !== 1) {
      throw new SpectroSimError(
        'input',
        `${path} has ${set.names.length} spectra, a comparison takes one a side. Use --spectra ${path} with two names: ${set.names.slice(0, 4).join(', ')} …`,
      );
    }
    return set;
  };
  return [await one(a), await one(b)];
}
