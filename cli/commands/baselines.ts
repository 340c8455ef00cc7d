import { nearestName, parseRecipe, SpectroSimError } from '@spectrosim/models';
import {
  BASELINES,
  type BaselineEvaluation,
  type BaselineName,
  createProtocol,
  evaluateBaselines,
  PROTOCOLS,
  type ProtocolName,
  runOnRows,
} from '@spectrosim/training';
import { type Command, Option } from 'commander';
import { configurationOf, configurationText } from '../config-file.js';
import { baselinesLeakText, baselinesText } from '../evaluations/baselines-text.js';
import { describeData, type RoleOptions, readDataset } from '../input-files.js';
import { DATA_HELP, type InputOptions, withInput } from '../input-options.js';
import { integer, type RuntimeOptions, resolveRuntime, withData, withRuntime } from '../options.js';
import { createOutput } from '../output.js';
import { foldProgress, statusLine } from '../progress.js';
import { simulatedText } from '../report.js';

/** How often the set is cut anew where it is not said. */
const PARTITIONS = 3;

type BaselinesOptions = RoleOptions &
  InputOptions &
  RuntimeOptions & {
    readonly samples?: string;
    readonly names: string;
    readonly protocol: ProtocolName;
    readonly folds?: number;
    readonly leaveOut?: number;
    readonly partitions: number;
    readonly preprocessing?: string;
    readonly seed: number;
    readonly json?: boolean;
  };

/** `spectrosim baselines` */
export function addBaselines(program: Command): void {
  withRuntime(withInput(withData(program.command('baselines'))))
    .summary('measure classical classifiers of difference vectors')
    .description(
      'Cross-validates classical classifiers of difference vectors beside the training-free floor, by the protocols and measures of "evaluate". In each fold everything is fitted and calibrated on the other groups alone. Writes no model.',
    )
    .argument('<data>', DATA_HELP)
    .option('--names <list>', `which, with commas between: ${BASELINES.join(', ')}; or all`, 'all')
    .addOption(
      new Option('--protocol <name>', 'what is held out; "pairs" and "paper" leak, and print by how much')
        .choices(PROTOCOLS)
        .default('groups'),
    )
    .option('--folds <n>', 'folds of the cross-validation (default: 5, or fewer for few groups)', integer(2))
    .option('--leave-out <n>', 'groups a fold of leave-groups-out (default: 2)', integer(2))
    .option('--partitions <n>', 'how often the groups are cut anew', integer(1), PARTITIONS)
    .option(
      '--preprocessing <recipe>',
      'steps before spectra are subtracted, such as "sqrt, snv" (default: those of the floor, and length 1)',
    )
    .option('--seed <n>', 'seed of everything random', integer(0), 1)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n  spectrosim baselines spectra.csv --samples samples.csv --group batch\n  spectrosim baselines spectra.csv --group batch --names svm,lda --partitions 1\n  spectrosim baselines spectra.csv --group batch --protocol pairs',
    )
    .action(async (data: string, options: BaselinesOptions, command: Command) => {
      const output = createOutput(options.json === true);
      const { protocol, partitions, folds, leaveOut, seed } = options;
      const names = namesOf(options.names);
      const recipe = options.preprocessing === undefined ? undefined : parseRecipe(options.preprocessing);
      const configuration = configurationOf(command, { names });
      output.note(configurationText(configuration));
      const { runtime, options: load } = await resolveRuntime(options);
      const { set, dataset } = await readDataset(data, options, output.note);
      const line = statusLine();
      const measure = async (name: ProtocolName): Promise<BaselineEvaluation[]> => {
        const cut = createProtocol(name, dataset, {
          ...(folds === undefined || name !== protocol ? {} : { folds }),
          ...(leaveOut === undefined || name !== protocol ? {} : { leaveOut }),
        });
        return evaluateBaselines(dataset, cut, names, {
          seed,
          partitions,
          run: (fn, rows, weights) => runOnRows(runtime, load, fn, rows, weights),
          ...(recipe === undefined ? {} : { preprocessing: recipe }),
          onFold: foldProgress(line, cut.description),
        }).finally(line.clear);
      };
      const results = await measure(protocol);
      // A number that leaks never stands alone.
      const leaks = results.some(({ leak }) => leak !== undefined);
      const honest = leaks ? await measure('groups') : results;
      const about = describeData(dataset, set);
      output.result(
        {
          simulated: dataset.simulated,
          data: { hash: dataset.hash, group: dataset.groupColumn },
          configuration,
          baselines: results,
          ...(leaks ? { honest } : {}),
        },
        [
          baselinesText(honest, about),
          ...(leaks ? ['', baselinesLeakText(results, honest)] : []),
          ...(dataset.simulated ? [simulatedText()] : []),
        ].join('\n'),
      );
    });
}

/** @throws SpectroSimError `usage` for a name that is none, with the nearest that is. */
function namesOf(list: string): readonly BaselineName[] {
  if (list === 'all') {
    return BASELINES;
  }
  const names = [...new Set(list.split(',').map((name) => name.trim()))];
  for (const name of names) {
    if (!(BASELINES as readonly string[]).includes(name)) {
      const near = nearestName(name, BASELINES);
      throw new SpectroSimError(
        'usage',
        `There is no baseline "${name}".${near === undefined ? '' : ` Did you mean "${near}"?`} Expected all, or some of ${BASELINES.join(', ')}.`,
      );
    }
  }
  return names as BaselineName[];
}
