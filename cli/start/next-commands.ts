import { shellWord } from '../shell-word.js';
import type { DataOptions } from './start-data.js';

/** A command to run next, with what it does. */
export interface NextCommand {
  readonly what: string;
  readonly command: string;
}

/** Options of the file of one's own, as they were given, for another command on it. */
function given(options: DataOptions, names: readonly (keyof DataOptions)[]): string[] {
  return names.flatMap((name) => {
    const value = options[name];
    return value === undefined ? [] : [`--${name}`, value];
  });
}

const READING = ['decimal', 'orientation', 'axis', 'sheet'] as const;

function command(...words: readonly string[]): string {
  return ['npx', 'spectrosim', ...words].map(shellWord).join(' ');
}

function commands(compare: readonly string[], serve: string, evaluate: readonly string[]): NextCommand[] {
  return [
    {
      what: 'A verdict on two spectra (or on two files: --model … A.csv B.csv)',
      command: command('compare', ...compare),
    },
    {
      what: 'The page, in a browser at http://127.0.0.1:8080, and the same over HTTP',
      command: command('serve', '--models', serve),
    },
    { what: 'How good it is, by every measure', command: command('evaluate', ...evaluate) },
  ];
}

/**
 * What to do with a model of simulated spectra, in commands that run as they stand.
 *
 * @param aside the folder of those that it was not fitted on
 * @param pair names of two of these
 */
export function simulatedNext(
  model: string,
  aside: string,
  group: string,
  pair: readonly [string, string],
): NextCommand[] {
  return [
    ...commands(['--model', model, '--spectra', aside, ...pair], model, [aside, '--group', group, '--model', model]),
    {
      what: 'All of this with spectra of yours',
      command: 'npm start -- YOUR.csv --samples YOUR-SAMPLES.csv --group COLUMN',
    },
  ];
}

/**
 * What to do with a model of one's own spectra, in commands that run as they stand.
 *
 * @param data the file or folder, as it was named
 * @param pair names of two spectra in it
 */
export function ownNext(
  model: string,
  data: string,
  options: DataOptions,
  pair: readonly [string, string],
): NextCommand[] {
  return commands(['--model', model, '--spectra', data, ...given(options, READING), ...pair], model, [
    data,
    ...given(options, ['samples', 'group', 'run', 'stratum', ...READING]),
  ]);
}
