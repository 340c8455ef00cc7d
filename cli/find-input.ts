import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { SpectroSimError } from '@spectrosim/models';
import type { InputFile } from '@spectrosim/models/io';

/** Endings of files that are looked for in a folder; a file that is named is recognised by its content. */
const ENDINGS = ['.csv', '.tsv', '.txt', '.asc', '.dpt'].flatMap((ending) => [ending, `${ending}.gz`]).concat('.xlsx');

/** Whether there is a folder at `path`. */
export function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

/** A file for streaming; it is opened when it is read. @throws SpectroSimError `input` when there is none. */
export function inputFile(path: string): InputFile {
  if (isFolder(path)) {
    throw new SpectroSimError('input', `${path} is a folder. Name the file in it.`);
  }
  if (!existsSync(path)) {
    throw new SpectroSimError('input', `There is no file ${path}. Check the name.`);
  }
  return { name: path, source: read(path) };
}

/** Opens the file when the first bytes are asked for, so that a folder of thousands keeps one open. */
async function* read(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* createReadStream(path);
  } catch (cause) {
    if (cause instanceof Error && 'syscall' in cause) {
      throw new SpectroSimError('input', `${path} cannot be read (${cause.message}). Check its permissions.`, {
        cause,
      });
    }
    throw cause;
  }
}

/** A file called `stem` with any ending that can be read. */
export function findByStem(folder: string, stem: string): string | undefined {
  return ENDINGS.map((ending) => join(folder, stem + ending)).find((path) => existsSync(path));
}

/** The files of a folder that may hold a spectrum, by name, and the names of the others. */
export function listSpectra(folder: string): {
  readonly spectra: readonly string[];
  readonly others: readonly string[];
} {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    // The same order on every machine, whatever its language.
    .sort((a, b) => (a < b ? -1 : 1));
  const samples = findByStem(folder, 'samples');
  const candidates = names.filter((name) => samples === undefined || name !== basename(samples));
  const spectra = candidates.filter((name) => ENDINGS.some((ending) => name.toLowerCase().endsWith(ending)));
  return {
    spectra: spectra.map((name) => join(folder, name)),
    others: candidates.filter((name) => !spectra.includes(name)),
  };
}
