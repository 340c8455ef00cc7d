import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { SpectroSimError } from '@spectrosim/models';
import { type Command, Option } from 'commander';
import { type Experiment, overridden } from '../benchmark/experiment.js';
import { readExperiment, readyNames } from '../benchmark/ready-files.js';
import { type BenchmarkOutcome, runBenchmark } from '../benchmark/run-benchmark.js';
import { sectionText } from '../benchmark/table-text.js';
import { EXIT } from '../exit-codes.js';
import { type InputOptions, inputOptions, withInput } from '../input-options.js';
import { integer } from '../options.js';
import { createOutput, table, wrapped } from '../output.js';
import { simulatedText } from '../report.js';

type Options = InputOptions & {
  readonly list?: boolean;
  readonly out?: string;
  readonly quick?: boolean;
  readonly full?: boolean;
  readonly resume?: boolean;
  readonly workers?: number;
  readonly threads: number;
  readonly data?: string;
  readonly samples?: string;
  readonly group?: string;
  readonly run?: string;
  readonly stratum?: string;
  readonly json?: boolean;
};

/** `spectrosim benchmark` */
export function addBenchmark(program: Command): void {
  withInput(program.command('benchmark'))
    .summary('run an experiment that a file declares, and write its tables')
    .description(
      'Runs every row of an experiment (encoders, objectives, baselines, the default verifier) under every protocol and seed it names, each beside the training-free floor of the same splits, and writes tables with intervals and paired tests. Results are kept run by run: --resume does what is missing.',
    )
    .argument('[experiment]', 'a JSON file, or the name of one that comes with the program (--list)')
    .option('--list', 'list the experiments that come with the program')
    .option('--out <folder>', 'folder of results and tables (default: runs/benchmark-NAME)')
    .option('--resume', 'run what is missing in that folder')
    .addOption(new Option('--quick', "the experiment's own shortened form, in minutes").conflicts('full'))
    .option('--full', "the papers' settings, where the experiment has them")
    .option('--workers <n>', 'runs at once, each in a process of its own (default: cores / threads)', integer(1))
    .option('--threads <n>', 'threads of each run; part of what decides the result', integer(1), 1)
    .option('--data <file>', "your spectra instead of the experiment's data; needs --group")
    .option('--samples <file>', 'their metadata by spectrum name (default: samples.csv beside them)')
    .option('--group <column>', 'column of the samples: same value, same source')
    .option('--run <column>', 'column of measuring runs')
    .option('--stratum <column>', 'column of strata')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n  spectrosim benchmark --list\n  spectrosim benchmark classical --quick\n  spectrosim benchmark contrastive --data spectra.csv --samples samples.csv --group batch\n  spectrosim benchmark my.json --out runs/mine --workers 4\n  spectrosim benchmark my.json --out runs/mine --resume\n\nHow to declare one, and how to read the tables: docs/benchmarking.md.',
    )
    .action(async (given: string | undefined, options: Options) => {
      const output = createOutput(options.json === true);
      if (options.list === true || given === undefined) {
        if (options.list !== true) {
          throw new SpectroSimError(
            'usage',
            `Which experiment? Name a JSON file, or one of ${readyNames().join(', ')}; --list says what each is.`,
          );
        }
        listReady(output.result);
        return;
      }
      const { name, experiment: declared } = readExperiment(given);
      const experiment = resolved(declared, options);
      const short = options.quick === true ? '-quick' : options.full === true ? '-full' : '';
      const { out = join('runs', `benchmark-${name}${short}`), resume = false, workers, threads } = options;
      const most = availableParallelism();
      if (threads > most) {
        throw new SpectroSimError(
          'usage',
          `--threads ${threads}: this machine has ${most} cores. Expected at most as many.`,
        );
      }
      const outcome = await runBenchmark(experiment, {
        out,
        resume,
        threads,
        note: output.note,
        ...(workers === undefined ? {} : { workers }),
      });
      const { tables, costs, leftOut, failed, files, done, kept } = outcome;
      output.result(
        { out, title: experiment.title, tables, costs, leftOut, failed, done, kept, files },
        textOf(experiment, outcome),
      );
      if (failed.length > 0) {
        process.exitCode = EXIT.check;
      }
    });
}

/** The experiment as the options have it. */
function resolved(declared: Experiment, options: Options): Experiment {
  const { quick = false, full = false, data, samples, group, run, stratum } = options;
  const changed = quick ? overridden(declared, declared.quick) : full ? overridden(declared, declared.full) : declared;
  const given = Object.entries({ samples, group, run, stratum, ...inputOptions(options) }).filter(
    ([, of]) => of !== undefined,
  );
  if (data === undefined) {
    if (given.length > 0) {
      throw new SpectroSimError(
        'usage',
        `${given.map(([name]) => `--${name}`).join(', ')} say what --data is. Add --data FILE, or leave them out: the experiment names its data.`,
      );
    }
    return changed;
  }
  if (group === undefined) {
    throw new SpectroSimError(
      'usage',
      '--data needs --group: the column of the samples whose equal values are one source.',
    );
  }
  return { ...changed, data: [{ file: data, ...Object.fromEntries(given) }] };
}

function listReady(result: (value: unknown, text: string) => void): void {
  const ready = readyNames().map((name) => {
    const { title, question } = readExperiment(name).experiment;
    return { name, title, ...(question === undefined ? {} : { question }) };
  });
  result(
    { experiments: ready },
    `Experiments that come with the program\n${table([['name', ''], ...ready.map(({ name, title }) => [name, title])])}\n\nRun one: spectrosim benchmark NAME --quick. How to declare your own: docs/benchmarking.md.`,
  );
}

function textOf(
  { title, question }: Experiment,
  { tables, sections, leftOut, failed, files, done, kept }: BenchmarkOutcome,
): string {
  return [
    wrapped('', `${title}.${question === undefined ? '' : ` ${question}`}`),
    ...sections.flatMap((of) => ['', sectionText(of)]),
    '',
    ...leftOut.map((why) => wrapped('Left out: ', why)),
    ...(tables.some(({ simulated }) => simulated) ? [simulatedText()] : []),
    `${done} runs done${kept > 0 ? `, ${kept} were there` : ''}${failed.length > 0 ? `, ${failed.length} FAILED: --resume tries them again` : ''}.`,
    `Written: ${files.join(', ')}`,
  ].join('\n');
}
