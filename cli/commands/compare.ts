import {
  type Explanation,
  loadModel,
  type Model,
  pickSpectrum,
  SpectroSimError,
  type SpectrumSet,
  verdictWords,
} from '@spectrosim/models';
import { readArtifact } from '@spectrosim/runtime-node';
import { type Command, InvalidArgumentError } from 'commander';
import { explanationText, TOLD } from '../explanation-text.js';
import { isFolder } from '../find-input.js';
import { assertExplanation, writeExplanation } from '../html/explain/write-explanation.js';
import { readBareSpectra, readSpectra } from '../input-files.js';
import { type InputOptions, withInput } from '../input-options.js';
import { type RuntimeOptions, resolveRuntime, withRuntime } from '../options.js';
import { createOutput } from '../output.js';
import { metricsText, simulatedText, verdictText } from '../report.js';

type Options = RuntimeOptions &
  InputOptions & {
    readonly model: string;
    readonly spectra?: string;
    readonly json?: boolean;
    /** A file's name, or `true` where none was named. */
    readonly explain?: string | true;
    readonly force?: boolean;
  };

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
    .option(
      '--explain [file]',
      'say which regions made the two alike or set them apart; draw it on a page (.html) where a file is named',
      pageName,
    )
    .option('--force', 'replace the page, if it is there')
    .addHelpText(
      'after',
      '\nExamples:\n  spectrosim compare --model runs/model A.csv B.csv\n  spectrosim compare --model runs/model --spectra spectra.csv hoki-b01-f1 hoki-b01-f2\n\nTwo columns without a header:\n  spectrosim compare --model runs/model --axis m/z A.txt B.txt\n\nWhy that verdict:\n  spectrosim compare --model runs/model A.csv B.csv --explain\n  spectrosim compare --model runs/model A.csv B.csv --explain why.html',
    )
    .action(async (a: string, b: string, options: Options) => {
      const page = typeof options.explain === 'string' ? options.explain : undefined;
      const inputs = options.spectra === undefined ? [a, b] : [options.spectra];
      if (page !== undefined) {
        assertExplanation(page, { force: options.force === true, inputs });
      }
      const { runtime, options: load } = await resolveRuntime(options);
      const output = createOutput(options.json === true);
      const [left, right] = await readPair(a, b, options);
      for (const note of new Set([...left.notes, ...right.notes])) {
        output.note(note);
      }
      const model = await loadModel(readArtifact(options.model), runtime, load);
      const { verdict, explanation } = await judged(model, left, right, options).finally(() => model.dispose());
      const { manifest } = model;
      const nameOf = (set: SpectrumSet) => set.names[0] as string;
      const names = { a: nameOf(left), b: nameOf(right) };
      if (page !== undefined && explanation !== undefined) {
        await writeExplanation(page, { explanation, model, folder: options.model, names, runtime });
      }
      output.result(
        {
          ...names,
          ...verdict,
          ...verdictWords(verdict, manifest),
          decision: manifest.decision.score,
          group: manifest.data.group,
          simulated: manifest.simulated,
          provider: model.provider,
          ...(explanation && { explanation: explanationJson(explanation) }),
          metrics: manifest.metrics,
        },
        [
          verdictText(names.a, names.b, verdict, manifest),
          ...(explanation === undefined ? [] : ['', explanationText(explanation, manifest)]),
          ...(page === undefined ? [] : [`  Drawn in ${page}.`]),
          ...(manifest.metrics === undefined ? [] : ['', 'How far to trust it:', metricsText(manifest.metrics)]),
          ...(manifest.simulated ? [`The model was trained on simulated spectra. ${simulatedText()}`] : []),
        ].join('\n'),
      );
    });
}

async function judged(model: Model, left: SpectrumSet, right: SpectrumSet, { explain }: Options) {
  if (explain === undefined) {
    return { verdict: await model.compare(left, right), explanation: undefined };
  }
  const explanation = await model.explain(left, right);
  return { verdict: explanation.verdict, explanation };
}

/** The strongest regions, and between which scores they mediate. */
function explanationJson({ regions, score, baseline, completenessError, addsUp }: Explanation) {
  return {
    regions: regions.slice(0, TOLD).map(({ bins: _, ...region }) => region),
    regionsInAll: regions.length,
    score,
    baseline,
    completenessError,
    addsUp,
  };
}

/** What stands after `--explain` is the page's name, and not the first spectrum's. */
function pageName(text: string): string {
  if (!/\.html?$/i.test(text)) {
    throw new InvalidArgumentError(
      `"${text}" is no page. Expected a name that ends in .html; without a page, put --explain behind the two spectra.`,
    );
  }
  return text;
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
