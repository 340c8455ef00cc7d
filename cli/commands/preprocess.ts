import { join, resolve } from 'node:path';
import { describeRecipe, hashSet, SpectroSimError } from '@spectrosim/models';
import { columnOf, writeSpectra } from '@spectrosim/models/io';
import type { Command } from 'commander';
import { pageData } from '../html/preprocess/page-data.js';
import { pageText } from '../html/preprocess/page-text.js';
import { preprocessPage } from '../html/preprocess/preprocess-page.js';
import { countSettling, settlingWords } from '../html/preprocess/settling.js';
import { readSpectra } from '../input-files.js';
import { DATA_HELP, type InputOptions, withInput } from '../input-options.js';
import { integer, type RuntimeOptions, resolveRuntime, withRuntime } from '../options.js';
import { createOutput } from '../output.js';
import { assertOutput, writeOutput } from '../output-file.js';
import { prepareRecipe, type RecipeSource } from '../preprocess-spectra.js';
import { simulatedText } from '../report.js';

type Options = RuntimeOptions &
  InputOptions &
  RecipeSource & {
    samples?: string;
    group?: string;
    spectraNames?: string[];
    out: string;
    csv?: string;
    force?: boolean;
    json?: boolean;
  };

/** `spectrosim preprocess` */
export function addPreprocess(program: Command): void {
  withInput(withRuntime(program.command('preprocess')))
    .summary('show spectra before and after preprocessing, as a page')
    .description(
      'Runs a preprocessing recipe on spectra, in the graph that a model would run, and writes one HTML file that shows them before and after.',
    )
    .argument('<data>', DATA_HELP)
    .option('--preprocessing <recipe>', 'steps such as "pqn, sqrt, snv"; statistics are fitted on these spectra')
    .option('--model <folder>', 'take recipe, statistics and axis from an artifact that "train" wrote')
    .option('--branch <n>', 'which branch of that artifact (default: 1)', integer(1))
    .option('--samples <file>', 'metadata by spectrum name (default: samples.csv beside the spectra)')
    .option('--group <column>', 'colour spectra by this column of the samples')
    .option('--spectra-names <name...>', 'show these spectra first')
    .requiredOption('--out <file>', 'the page to write, .html')
    .option('--csv <file>', 'write the preprocessed spectra too')
    .option('--force', 'replace these files')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n  spectrosim preprocess spectra.csv --preprocessing "pqn, sqrt, snv" --group batch --out plot.html\n  spectrosim preprocess spectra.csv --model runs/model --out plot.html --csv preprocessed.csv',
    )
    .action(async (data: string, options: Options) => {
      const output = createOutput(options.json === true);
      assertOutputs(data, options);
      const run = await prepareRecipe(options);
      const ports = await resolveRuntime(options);
      const set = await readSpectra(data, options.samples, options);
      const groups = options.group === undefined ? undefined : columnOf(set, 'group', options.group).values;
      const done = await run(set, ports);
      const page = pageData({
        set,
        axis: done.axis,
        values: done.values,
        ...(groups === undefined ? {} : { groups }),
        ...(options.spectraNames === undefined ? {} : { names: options.spectraNames }),
      });
      for (const note of set.notes) {
        output.note(note);
      }
      const hash = await hashSet(set);
      const runtime = `ONNX Runtime ${ports.runtime.version}, ${options.provider}, ${options.threads} ${options.threads === 1 ? 'thread' : 'threads'}`;
      const text = pageText({
        data,
        set,
        done,
        hash,
        runtime,
        version: program.version() as string,
        ...(options.group === undefined ? {} : { groupColumn: options.group }),
        named: options.spectraNames !== undefined,
      });
      await writeOutput(options.out, preprocessPage(text, page));
      if (options.csv !== undefined) {
        const written = { ...set, axis: done.axis, intensities: done.values };
        await writeOutput(options.csv, [...writeSpectra(written)].join(''));
      }
      const shown = page.spectra.filter((spectrum) => spectrum.shown).map(({ name }) => name);
      output.result(
        {
          out: options.out,
          ...(options.csv === undefined ? {} : { csv: options.csv }),
          preprocessing: describeRecipe(done.recipe),
          steps: done.recipe,
          ...(done.model === undefined ? {} : { model: done.model }),
          spectra: set.names.length,
          bins: done.axis.values.length,
          settled: countSettling(set),
          inPage: page.spectra.length,
          shown,
          hash,
        },
        [
          `${describeRecipe(done.recipe)}: ${set.names.length} spectra of ${done.axis.values.length} bins, ${shown.length} of them shown first.`,
          ...(done.model !== undefined && done.model.branches > 1
            ? [`Branch ${done.model.branch} of the model’s ${done.model.branches}; --branch shows another.`]
            : []),
          ...settlingWords(set, done.axis, done.recipe),
          `Page in ${options.out}${options.csv === undefined ? '' : `, spectra in ${options.csv}`}. Open it in a browser.`,
          ...(done.model?.simulated ? [`The model was trained on simulated spectra. ${simulatedText()}`] : []),
        ].join('\n'),
      );
    });
}

function assertOutputs(data: string, { out, csv, samples, model, force = false }: Options): void {
  const ofModel = ['manifest.json', 'weights.safetensors'].flatMap((file) =>
    model === undefined ? [] : [join(model, file)],
  );
  const rules = { force, inputs: [data, ...(samples === undefined ? [] : [samples]), ...ofModel] };
  assertOutput(out, { ...rules, isOwn: (start) => start.includes('<meta name="generator" content="spectrosim ') });
  if (csv !== undefined) {
    if (resolve(csv) === resolve(out)) {
      throw new SpectroSimError('usage', `--out and --csv both name ${out}. Give them two names.`);
    }
    assertOutput(csv, rules);
  }
}
