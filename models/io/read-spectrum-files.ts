import { sameAxis } from '../align.js';
import { SpectroSimError } from '../errors.js';
import type { SpectrumSet } from '../spectrum-set.js';
import { fileError, showCell } from './file-error.js';
import { fileStem } from './file-stem.js';
import { joinSamples } from './join-samples.js';
import type { TableOptions } from './options.js';
import { readSamples, type SampleTable } from './read-samples.js';
import { readSpectra } from './read-spectra.js';
import type { InputFile } from './read-spectrum-set.js';

/**
 * Reads files that hold one spectrum each, as instruments export them; each is called as its file is, without the
 * ending. A samples file names them so, or with the ending.
 *
 * @param files.spectra read one after another; a source that opens its file when it is read keeps few files open
 * @throws SpectroSimError `input` as {@link readSpectra} does, and for a file with several spectra, two files of one
 * name, or an axis that differs from the first file's
 * @example
 * ```ts
 * const set = await readSpectrumFiles({ spectra: [...input.files].map((file) => ({ name: file.name, source: file.stream() })) });
 * ```
 */
export async function readSpectrumFiles(
  files: { readonly spectra: readonly InputFile[]; readonly samples?: InputFile | undefined },
  options: TableOptions = {},
): Promise<SpectrumSet> {
  const table = files.samples && (await readSamples(files.samples.source, files.samples));
  const sets: FileSpectrum[] = [];
  const fileOf = new Map<string, string>();
  for (const { name: file, source } of files.spectra) {
    const set = await readSpectra(source, { ...options, name: file });
    assertOne(set, file);
    const name = fileStem(file);
    const twin = fileOf.get(name);
    if (twin !== undefined) {
      throw fileError(
        { file },
        `the spectrum would be called ${showCell(name)}, as that of ${twin} is. Rename one of the two files.`,
      );
    }
    fileOf.set(name, file);
    const [first] = sets;
    if (first !== undefined) {
      assertSameAxis(first.file, first.set, file, set);
    }
    sets.push({ file, set });
  }
  const [first] = sets;
  if (first === undefined) {
    throw new SpectroSimError('input', 'There is no file with a spectrum. Expected one file a spectrum.');
  }
  const bins = first.set.axis.values.length;
  const intensities = new Float32Array(sets.length * bins);
  sets.forEach(({ set }, i) => {
    intensities.set(set.intensities, i * bins);
  });
  const set: SpectrumSet = {
    axis: first.set.axis,
    names: [...fileOf.keys()],
    intensities,
    columns: sharedColumns(sets),
    notes: summarise(sets),
  };
  return table === undefined ? set : joinSamples(set, withoutEndings(table, fileOf));
}

/** One file's spectrum. */
interface FileSpectrum {
  readonly file: string;
  readonly set: SpectrumSet;
}

/** Different notes that are shown; files that differ in more are told by their number. */
const MOST_NOTES = 5;

function assertOne({ names }: SpectrumSet, file: string): void {
  if (names.length > 1) {
    throw fileError(
      { file },
      `the file has ${names.length} spectra. Expected one, as in every file of a folder without a spectra file. Move it out of the folder, or name it itself.`,
    );
  }
}

function assertSameAxis(firstFile: string, first: SpectrumSet, file: string, { axis }: SpectrumSet): void {
  const [a, b] = [first.axis, axis];
  const end = ({ values }: typeof a) => values[values.length - 1];
  const problem =
    a.quantity.toLowerCase() !== b.quantity.toLowerCase()
      ? `it is called ${showCell(b.quantity)}, there ${showCell(a.quantity)}`
      : a.values.length !== b.values.length
        ? `it has ${b.values.length} positions from ${b.values[0]} to ${end(b)}, there are ${a.values.length} from ${a.values[0]} to ${end(a)}`
        : sameAxis(a, b)
          ? undefined
          : farthest(a.values, b.values);
  if (problem !== undefined) {
    throw fileError(
      { file },
      `the axis is not that of ${firstFile}: ${problem}. Expected one axis in all files of a folder. Export them alike.`,
    );
  }
}

function farthest(a: Float64Array, b: Float64Array): string {
  let at = 0;
  a.forEach((value, i) => {
    if (Math.abs(value - (b[i] as number)) > Math.abs((a[at] as number) - (b[at] as number))) {
      at = i;
    }
  });
  return `position ${at + 1} is ${b[at]}, there ${a[at]}`;
}

/** Metadata of any file; what a file does not say is empty. */
function sharedColumns(sets: readonly FileSpectrum[]): Map<string, readonly string[]> {
  const names = new Set(sets.flatMap(({ set }) => [...set.columns.keys()]));
  return new Map([...names].map((name) => [name, sets.map(({ set }) => set.columns.get(name)?.[0] ?? '')]));
}

/** Every note once, with the first file that it is about and how many more. */
function summarise(sets: readonly FileSpectrum[]): string[] {
  const filesOf = new Map<string, string[]>();
  for (const { file, set } of sets) {
    for (const note of set.notes) {
      const text = note.startsWith(`${file}: `) ? note.slice(file.length + 2) : note;
      const files = filesOf.get(text) ?? [];
      files.push(file);
      filesOf.set(text, files);
    }
  }
  const notes = [...filesOf].map(
    ([text, [first, ...others]]) => `${first}${others.length === 0 ? '' : ` and ${others.length} more`}: ${text}`,
  );
  return notes.length > MOST_NOTES
    ? [...notes.slice(0, MOST_NOTES), `… and ${notes.length - MOST_NOTES} more notes on single files.`]
    : notes;
}

/** The table with file names as the spectra are called. */
function withoutEndings(table: SampleTable, fileOf: ReadonlyMap<string, string>): SampleTable {
  const names = table.names.map((name) => (!fileOf.has(name) && fileOf.has(fileStem(name)) ? fileStem(name) : name));
  return { ...table, names };
}
