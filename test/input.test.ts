import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workplace } from './command.setup.js';
import { TINY_ENCODER } from './tiny-artifact.setup.js';

const { folder, runHere, write, remove, list } = workplace();
afterAll(remove);

const TINY = ['--steps', '2', '--threads', '1', '--config', 'tiny.json', '--json'];

/** 12 batches of 3 spectra on 40 bins; every batch has a peak of its own. */
const BINS = 40;
const spectra = Array.from({ length: 36 }, (_, i) => ({
  name: `Hähnchen ${i}`,
  batch: `B${Math.floor(i / 3)}`,
  values: Array.from(
    { length: BINS },
    (_, k) => 100.5 + (k % 12 === Math.floor(i / 3) ? 900 : 0) + ((i * 7 + k * 3) % 11),
  ),
}));
const positions = Array.from({ length: BINS }, (_, k) => 77.04 + k / 2);
const comma = (value: number) => String(value).replace('.', ',');

const european = (): string =>
  [
    ['name', 'batch', ...positions.map(comma)],
    ...spectra.map(({ name, batch, values }) => [name, batch, ...values.map(comma)]),
  ]
    .map((cells) => `${cells.join(';')}\r\n`)
    .join('');

async function runJson(...parameters: string[]) {
  const { status, stdout, stderr } = await runHere(parameters);
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  return { value: JSON.parse(stdout), notes: stderr };
}

beforeAll(async () => {
  write('tiny.json', JSON.stringify({ encoder: TINY_ENCODER, batch: 4 }));
  write('export.csv', european());
  mkdirSync(join(folder, 'files'));
  spectra.forEach(({ values }, i) => {
    write(
      `files/fish-${String(i).padStart(2, '0')}.txt`,
      values.map((value, k) => `${comma(positions[k] as number)}\t${comma(value)}\r\n`).join(''),
    );
  });
  write(
    'files/samples.csv',
    `name,batch\n${spectra.map(({ batch }, i) => `fish-${String(i).padStart(2, '0')}.txt,${batch}\n`).join('')}`,
  );
  write('files/log.json', '{}');
});

describe('the command reads what an office or an instrument writes', () => {
  it('trains on one European export with its metadata inside, and says what it took for what', async () => {
    const { value, notes } = await runJson(
      'train',
      '--contrastive',
      'export.csv',
      '--axis',
      'm/z',
      '--group',
      'batch',
      '--out',
      'office',
      ...TINY,
    );
    expect(value).toMatchObject({ out: 'office', simulated: false });
    expect(notes).toMatch(/export\.csv: 1 column was taken as metadata: "batch"; the names are in the column "name"/);
    expect(notes).toMatch(/36 spectra in 12 groups by "batch"/);
  });

  it('trains on a folder with one file a spectrum to the same model', async () => {
    const { notes } = await runJson(
      'train',
      '--contrastive',
      'files',
      '--axis',
      'm/z',
      '--group',
      'batch',
      '--out',
      'instrument',
      ...TINY,
    );
    expect(notes).toMatch(/files: 36 files with one spectrum each; passed over: log\.json\./);
    // Oracle: the same numbers in the same order give the same training, to the bit.
    const compare = (model: string) =>
      runJson(
        'compare',
        '--model',
        model,
        '--spectra',
        'export.csv',
        '--axis',
        'm/z',
        'Hähnchen 0',
        'Hähnchen 4',
        '--json',
      );
    const [office, instrument] = [await compare('office'), await compare('instrument')];
    expect(instrument.value.score).toBe(office.value.score);
  });

  it('compares two files of two columns as it compares the same spectra in a table', async () => {
    const files = await runJson(
      'compare',
      '--model',
      'office',
      '--axis',
      'm/z',
      'files/fish-00.txt',
      'files/fish-04.txt',
      '--json',
    );
    const table = await runJson(
      'compare',
      '--model',
      'office',
      '--spectra',
      'export.csv',
      '--axis',
      'm/z',
      'Hähnchen 0',
      'Hähnchen 4',
      '--json',
    );
    expect(files.value).toMatchObject({ a: 'fish-00', b: 'fish-04', score: table.value.score });
  });

  it.each<[number, string, string[], RegExp]>([
    [
      3,
      'an axis without a name',
      ['compare', '--model', 'office', 'files/fish-00.txt', 'files/fish-01.txt'],
      /files\/fish-00\.txt:1: the two columns have no header.*--axis "m\/z"/,
    ],
    [
      3,
      'a decimal mark that is not the said one',
      ['evaluate', 'export.csv', '--group', 'batch', '--axis', 'm/z', '--decimal', 'point'],
      /export\.csv:1:3: "77,04" is not a number with a decimal point/,
    ],
    [
      3,
      'spectra in columns that are not',
      ['evaluate', 'export.csv', '--group', 'batch', '--orientation', 'columns'],
      /no row begins with a position/,
    ],
    [
      3,
      'a sheet of a text',
      ['evaluate', 'export.csv', '--group', 'batch', '--sheet', 'Data'],
      /the sheet "Data" was asked for/,
    ],
    [3, 'a folder without spectra', ['evaluate', 'office', '--group', 'batch'], /office has no spectra/],
    [3, 'a folder in place of a file', ['compare', '--model', 'office', 'files', 'files'], /files is a folder/],
    [2, 'an unknown mark', ['evaluate', 'export.csv', '--group', 'batch', '--decimal', 'dot'], /comma, point/],
    [2, 'an option about a file without one', ['start', '--axis', 'm/z'], /--axis is about a file of yours/],
  ])('exits %s for %s, and writes nothing', async (status, _, parameters, message) => {
    const before = list();
    const ran = await runHere(parameters);
    expect(ran.stderr).toMatch(message);
    expect(ran.status).toBe(status);
    expect(list()).toEqual(before);
  });
});
