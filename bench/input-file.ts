import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { createRandom } from '@spectrosim/models';

/** A way to write one table. */
export interface InputForm {
  readonly name: string;
  readonly separator: string;
  readonly mark: string;
  readonly columns: boolean;
  readonly packed: boolean;
}

const US: InputForm = { name: 'US CSV', separator: ',', mark: '.', columns: false, packed: false };

/** The forms that are timed; the first is the one that others are compared with. */
export const FORMS: readonly InputForm[] = [
  US,
  { ...US, name: 'European CSV', separator: ';', mark: ',' },
  { ...US, name: 'US CSV, spectra in columns', columns: true },
  { ...US, name: 'US CSV, gzip', packed: true },
];

/** Bins of a REIMS export: 77.04 to 999.32. */
export const BINS = 2080;

/** A share of cells is missing, as on a mass axis. */
const MISSING = 0.02;

/**
 * Writes a table of simulated intensities over three orders of magnitude, with eight digits each: 5,000 spectra are
 * about 100 MB.
 */
export async function writeInput(path: string, spectra: number, form: InputForm, seed: number): Promise<void> {
  const { separator, mark, columns, packed } = form;
  const random = createRandom(seed, 'input-bench');
  const decimal = (text: string) => text.replace('.', mark);
  const position = (bin: number) => decimal((77.04 + (bin * (999.32 - 77.04)) / (BINS - 1)).toFixed(4));
  const name = (i: number) => `hoki-b${String(i % 24).padStart(2, '0')}-f${i}`;
  const cell = () => {
    const value = Math.exp(random.between(2, 10));
    return random.uniform() < MISSING ? '' : decimal(value.toFixed(Math.max(0, 7 - Math.floor(Math.log10(value)))));
  };
  const labels = (across: number, label: (i: number) => string) => Array.from({ length: across }, (_, i) => label(i));
  const [height, width, rowLabel, columnLabel] = columns
    ? ([BINS, spectra, position, name] as const)
    : ([spectra, BINS, name, position] as const);
  function* lines() {
    yield `${['m/z', ...labels(width, columnLabel)].join(separator)}\n`;
    for (let row = 0; row < height; row++) {
      yield `${[rowLabel(row), ...Array.from({ length: width }, cell)].join(separator)}\n`;
    }
  }
  if (packed) {
    await pipeline(lines, createGzip({ level: 1 }), createWriteStream(path));
    return;
  }
  const file = createWriteStream(path);
  for (const line of lines()) {
    if (!file.write(line)) {
      await once(file, 'drain');
    }
  }
  file.end();
  await once(file, 'finish');
}
