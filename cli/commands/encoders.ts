import { SpectroSimError } from '@spectrosim/models';
import { describeEncoder, type EncoderDescription, encoderNames } from '@spectrosim/models/graph';
import type { Command } from 'commander';
import { integer } from '../options.js';
import { createOutput, table, wrapped } from '../output.js';

/** Bins of the papers' spectra. */
const BINS = 2080;

/** An encoder on so many bins, or why it does not work on them. */
type Row = EncoderDescription | { readonly name: string; readonly unfit: string };

/** `spectrosim encoders` */
export function addEncoders(program: Command): void {
  program
    .command('encoders')
    .summary('list the encoders, what they are, and how many parameters they have')
    .description(
      'Lists every encoder that "train --contrastive" and "evaluate --contrastive" know, with its default settings: what it is, where it comes from, the width of its embedding, and the parameters that training changes. No weights are made.',
    )
    .option('--bins <n>', 'bins of a spectrum, on which the parameters depend', integer(1), BINS)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n  spectrosim encoders\n  spectrosim encoders --bins 2488 --json\n\nWhich one to use: docs/encoders.md.',
    )
    .action(({ bins, json }: { bins: number; json?: boolean }) => {
      const encoders = encoderNames().map((name) => rowOf(name, bins));
      createOutput(json === true).result({ bins, encoders }, encodersText(encoders, bins));
    });
}

/** @throws whatever is no word of the encoder about the number of bins */
function rowOf(name: string, bins: number): Row {
  try {
    return describeEncoder(name, bins);
  } catch (error) {
    if (error instanceof SpectroSimError && error.code === 'usage') {
      return { name, unfit: error.message };
    }
    throw error;
  }
}

const count = (value: number) => value.toLocaleString('en-GB');

function encodersText(rows: readonly Row[], bins: number): string {
  const described = rows.filter((row) => 'parameters' in row);
  const part = (title: string, paper: boolean) => [
    title,
    table([
      ['encoder', 'parameters'.padStart(11), 'embedding', ''],
      ...described
        .filter((row) => row.paper === paper)
        .map(({ name, embedding, parameters, title }) => [
          name,
          count(parameters).padStart(11),
          count(embedding).padStart(9),
          title,
        ]),
    ]),
  ];
  return [
    ...part(`Encoders, on ${count(bins)} bins and with their default settings`, false),
    '',
    ...part('The SpectroSim papers’ encoders, as published', true),
    ...rows.flatMap((row) => ('unfit' in row ? [wrapped(`  ${row.name}: `, row.unfit)] : [])),
    '',
    'Where each comes from and its settings: --json. Which one to use: docs/encoders.md.',
  ].join('\n');
}
