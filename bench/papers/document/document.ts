import { listed, markdownTable, number } from '../../accuracy/document/cells.js';
import { PAPERS } from '../experiments.js';
import { measuredOf } from '../records.js';
import type { PaperResults } from '../results.js';
import { costSection } from './cost.js';
import type { PaperFigure } from './figures.js';
import { glanceSection } from './glance.js';
import { sweepSection } from './sweeps.js';
import { tableSection } from './tables.js';
import { whySection } from './why.js';

/**
 * The page of the benchmark. Every word about numbers follows from them.
 *
 * @param folder of the figures' files, as the page links them
 */
export function papersDocument(results: PaperResults, figures: readonly PaperFigure[], folder = 'figures'): string {
  const of = (name: (typeof PAPERS)[number]) => results.records.get(name) ?? [];
  const { quick } = results;
  return `${[
    '# Benchmark',
    '',
    'Every encoder, objective and baseline of the SpectroSim papers, measured honestly beside ours. Written by `npm run bench -- papers`, whole, from its records in `bench/papers/results`: change the benchmark, not this page.',
    ...(quick ? ['', '**A quick look, to see that the benchmark works: its numbers mean nothing.**'] : []),
    '',
    [
      glanceSection(new Map(PAPERS.map((name) => [name, measuredOf(of(name))]))),
      whySection(of('leaks'), of('contrastive')),
      howMeasured(results),
      [
        '## Tables',
        '',
        'A row *beats* the floor, or is *beaten by it*, where the difference of ROC AUC on the same splits is significant at 5% after Holm’s correction over the rows of the table; the paired t-test, corrected for overlapping splits on the real set (Nadeau & Bengio 2003). In brackets 95% intervals. Of fewer than three seeds nothing is said.',
      ].join('\n'),
      ...(['classical', 'classification', 'contrastive', 'methods'] as const).map((name) =>
        tableSection(name, of(name)),
      ),
      '## Sweeps\n\nOn simulated spectra alone, one setting varied at a time.',
      ...(['temperature', 'batch-size', 'augmentations'] as const).map((name) => sweepSection(name, of(name))),
      costSection(of('cost')),
      figureSection(figures, folder),
      HOW_TO_RUN,
    ].join('\n\n'),
  ].join('\n')}\n`;
}

function howMeasured({ learningRate, records }: PaperResults): string {
  const { tried, learningRate: chosen, encoders, seeds, steps } = learningRate;
  const all = [...records.values()].flatMap((of) => measuredOf(of));
  const sets = new Map(all.map(({ data }) => [data.name, data]));
  const hours = all.reduce((sum, { seconds }) => sum + seconds, 0) / 3600;
  return [
    '## How it was measured',
    '',
    `- **Data**: ${listed([...sets.values()].map(({ name, spectra, groups, bins, newEachSeed }) => `${name} (${spectra} spectra of ${groups} groups, ${bins.toLocaleString('en-GB')} bins${newEachSeed ? '; a new set for each seed' : ''})`)) || 'none'}. Simulated spectra show that the program works and say nothing about real samples.`,
    '- **Split**: one for each seed, a quarter of the groups held out; all pairs of held-out spectra are scored. Preprocessing, statistics, thresholds and the floor come from the training side.',
    `- **Budget**: ${steps} steps of 16 spectra for every training, and one learning rate for all, ${chosen}. It was chosen by ROC AUC of groups set aside on the *training* side of simulated sets with seeds ${listed(seeds.map(String))}, which no table has; means over ${listed([...encoders])}:`,
    '',
    markdownTable([
      ['learning rate', ...tried.map((one) => String(one.learningRate))],
      ['ROC AUC, set aside', ...tried.map((one) => number(one.auc))],
    ]),
    '',
    '- **Large models**: above 20 million parameters two seeds and simulated spectra alone; such rows are marked with their seeds. As binary classifiers they are left out, so that all of this takes three hours. `paper/resnet` is `paper/cnn` under another name, and was not trained again.',
    '- **Floor**: cosine of preprocessed spectra, nothing trained; the preprocessing is the one that ranks training pairs best. **Default verifier**: what `spectrosim train` chooses among floor, linear back-ends and ensembles.',
    `- **Time**: the runs of these tables took ${hours.toFixed(1)} hours of one process.`,
  ].join('\n');
}

function figureSection(figures: readonly PaperFigure[], folder: string): string {
  return [
    '## Figures',
    ...figures.flatMap(({ file, title, caption }) => [
      '',
      `### ${title}`,
      '',
      `![${title}](${folder}/${file})`,
      '',
      caption,
    ]),
  ].join('\n');
}

const HOW_TO_RUN = [
  '## How to run it',
  '',
  '```sh',
  'npm run bench -- papers              # what is missing is run, then this page and its figures are written',
  'npm run bench -- papers --quick      # a little of everything, in runs/papers-quick, in minutes',
  'npm run bench -- papers --document   # this page and its figures again, from bench/papers/results',
  'npx spectrosim benchmark contrastive --data spectra.csv --samples samples.csv --group batch   # a table of your own spectra',
  'npx spectrosim benchmark contrastive --full   # with the papers’ settings',
  '```',
  '',
  'A run that was broken off goes on where it was. The real set is looked for in `../shared/data`, or in the folder of `--data`. How to declare an experiment and what its tables mean: [Benchmarking](benchmarking.md).',
].join('\n');
