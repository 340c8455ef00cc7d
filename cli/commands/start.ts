import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { SpectrumSet } from '@spectrosim/models';
import { assertFree } from '@spectrosim/runtime-node';
import type { Command } from 'commander';
import { configurationOf } from '../config-file.js';
import { runtimeText } from '../evaluations/report-option.js';
import { EXIT } from '../exit-codes.js';
import { writeEvaluationReport } from '../html/report/write-report.js';
import { describeData, toDataset } from '../input-files.js';
import { DATA_HELP, withInput } from '../input-options.js';
import { integer, type RuntimeOptions, resolveRuntime, withRuntime } from '../options.js';
import { createOutput, wrapped } from '../output.js';
import { metricsText, parityText, shippedText, simulatedText } from '../report.js';
import { parityHolds, runParity } from '../run-parity.js';
import { type JudgedPair, judged, judgedByModel, somePairs, tally } from '../start/judged-pairs.js';
import { ownNext, simulatedNext } from '../start/next-commands.js';
import { type DataOptions, keepData, ownData, simulatedData } from '../start/start-data.js';
import { asideText, choiceText, nextText, verdictsText } from '../start/start-text.js';
import { trainVerifierArtifact } from '../train-verifier-artifact.js';

type Options = RuntimeOptions & DataOptions & { seed?: number; out?: string; json?: boolean };

/** One cut of the groups, and the rungs that are climbed in seconds. */
const LADDER = { partitions: 1, candidates: ['floor', 'linear', 'ensemble'] } as const;

/** Verdicts shown of pairs of one group, and of two. */
const SHOWN = 2;

/** `spectrosim start`: the whole way from spectra to verdicts. */
export function addStart(program: Command): void {
  withInput(withRuntime(program.command('start')))
    .summary('the whole way: data, choice, evaluation, ONNX, parity, verdicts')
    .description(
      'Goes the whole way once, on your spectra or on simulated ones: choose a verifier, measure its recipe on unseen groups, write the model as ONNX, prove that every runtime agrees, show verdicts.',
    )
    .argument('[data]', `${DATA_HELP} (default: simulated)`)
    .option('--samples <file>', 'metadata by spectrum name (default: samples.csv beside the spectra)')
    .option('--group <column>', 'column of the samples: same value, same source')
    .option('--run <column>', 'column of measuring runs')
    .option('--stratum <column>', 'column of strata')
    .option('--seed <n>', 'seed of everything random (default: 1)', integer(0))
    .option('--out <folder>', 'a new folder (default: the next free runs/start-N)')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExamples:\n  npm start\n  npm start -- spectra.csv --samples samples.csv --group batch')
    .action(async (data: string | undefined, options: Options, command: Command) => {
      const output = createOutput(options.json === true);
      const { seed = 1, out = nextFree('runs/start') } = options;
      const ports = await resolveRuntime(options);
      const folder = { model: join(out, 'model'), data: join(out, 'data'), aside: join(out, 'new') };
      const reportFile = join(out, 'report.html');
      await assertFree(reportFile);
      if (data === undefined) {
        await assertFree(folder.data);
        await assertFree(folder.aside);
      }
      const { set, group, aside } = data === undefined ? simulatedData(seed, options) : await ownData(data, options);
      const datasetOf = (of: SpectrumSet) => toDataset(of, { ...options, group });
      const dataset = await datasetOf(set);
      const keptAside = aside && (await datasetOf(aside));
      for (const note of set.notes) {
        output.note(note);
      }
      output.note(wrapped('1. ', `${describeData(dataset, set)}.${keptAside ? ` ${asideText(keptAside)}` : ''}`));

      const settings = { seed, ...LADDER };
      output.note('2. Choosing a verifier by what each costs on groups that it was not fitted on');
      const configuration = configurationOf(command, { ...settings, out });
      const artifact = await trainVerifierArtifact(dataset, settings, ports, { out: folder.model, configuration });
      const { manifest, trained } = artifact;
      output.note(choiceText(artifact));
      if (aside !== undefined) {
        // After what may fail, so that a failure leaves nothing.
        await keepData(folder.data, set);
        await keepData(folder.aside, aside);
      }
      const { evaluation, scores, decision, bandRefused } = trained;
      await writeEvaluationReport(reportFile, {
        data: data ?? folder.data,
        dataset,
        leftOut: set.names.length - dataset.names.length,
        measured: {
          kind: 'recipe',
          evaluation,
          scores,
          band: decision.band ?? { refused: bandRefused ?? '' },
          trained: shippedText(trained),
        },
        seed,
        configuration,
        runtime: runtimeText(ports),
        version: command.parent?.version() ?? '',
      });
      output.note(`3. How good such a choice is\n${manifest.metrics && metricsText(manifest.metrics)}`);
      output.note(`   All of it as a page: ${reportFile}`);
      const spectra = aside && `; the spectra to ${folder.data}, those kept aside to ${folder.aside}`;
      output.note(
        wrapped(
          '4. ',
          `The choice, fitted on all ${dataset.names.length} spectra, written as ONNX to ${folder.model}${spectra ?? ''}`,
        ),
      );

      const report = await runParity(folder.model, { fetchBrowser: false });
      output.note(`5. Parity: the same model on every runtime\n${parityText(report.rows)}`);

      const pairs =
        keptAside === undefined
          ? judged(trained.outOfFold, dataset.names, manifest.decision)
          : await judgedByModel(folder.model, keptAside, ports);
      const shown = somePairs(pairs, SHOWN);
      output.note(verdictsText(pairs, shown, manifest, keptAside !== undefined));
      const { a, b } = shown[0] as JudgedPair;
      const next =
        data === undefined
          ? simulatedNext(folder.model, folder.aside, group, [a, b])
          : ownNext(folder.model, data, options, [a, b]);
      output.result(
        {
          out,
          model: folder.model,
          report: reportFile,
          simulated: manifest.simulated,
          decision: manifest.decision,
          chosen: manifest.choice?.chosen,
          why: manifest.choice?.why,
          metrics: manifest.metrics,
          parity: report.rows,
          verdictsBy: keptAside === undefined ? 'verifiers of the cross-validation' : 'the model, on groups kept aside',
          tally: tally(pairs),
          verdicts: shown,
          next,
        },
        [...(manifest.simulated ? [simulatedText()] : []), nextText(next)].join('\n'),
      );
      if (!parityHolds(report)) {
        process.exitCode = EXIT.check;
      }
    });
}

function nextFree(stem: string): string {
  let n = 1;
  while (existsSync(`${stem}-${n}`)) {
    n++;
  }
  return `${stem}-${n}`;
}
