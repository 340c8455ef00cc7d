import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type ArtifactReader, SpectroSimError } from '@spectrosim/models';
import { namesToDisk, writeToDisk } from './to-disk.js';

/** Reads an artifact from a folder. The reader throws SpectroSimError `artifact` for a file that is there and cannot be read. */
export function readArtifact(folder: string): ArtifactReader {
  return async (path) => {
    try {
      return new Uint8Array(await readFile(join(folder, path)));
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      // ENOTDIR: `folder` is a file.
      if (code === 'ENOENT' || code === 'ENOTDIR') {
        if (path === 'manifest.json') {
          throw new SpectroSimError(
            'artifact',
            `There is no model in ${folder}: it has no manifest.json. Expected a folder that "spectrosim train" wrote.`,
          );
        }
        return undefined;
      }
      throw new SpectroSimError('artifact', `${join(folder, path)} cannot be read: ${message}.`, { cause: error });
    }
  };
}

/**
 * Writes files into a new folder, all or nothing: into a temporary folder beside it, then renamed. It is on the disk when this
 * returns: what it stands for may then be deleted.
 *
 * @param files contents by path; several parts are written one after another
 * @param replace see {@link assertFree}
 * @throws SpectroSimError `exists` when the folder is not empty and may not be replaced; `usage` when it cannot be written.
 */
export async function writeFolder(
  folder: string,
  files: Readonly<Record<string, Uint8Array | string | readonly Uint8Array[]>>,
  replace?: FolderMark,
): Promise<void> {
  const target = resolve(folder);
  await assertFree(folder, replace);
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.partial`);
  const replaced = `${temporary}.old`;
  let done = false;
  try {
    const folders = new Set([temporary]);
    for (const [path, bytes] of Object.entries(files)) {
      const file = join(temporary, path);
      await mkdir(dirname(file), { recursive: true });
      await writeToDisk(file, bytes);
      folders.add(dirname(file));
    }
    await Promise.all([...folders].map(namesToDisk));
    const old = await rename(target, replaced).then(
      () => true,
      () => false,
    );
    await rename(temporary, target).catch(async (error: unknown) => {
      if (old) {
        await rename(replaced, target);
      }
      throw error;
    });
    await namesToDisk(dirname(target));
    done = true;
  } catch (cause) {
    throw new SpectroSimError(
      'usage',
      `${folder} cannot be written: ${(cause as Error).message}. Choose a folder on a disk with room, where you may write.`,
      { cause },
    );
  } finally {
    await rm(temporary, { recursive: true, force: true });
    // What was there before goes only once the new folder is in its place.
    if (done) {
      await rm(replaced, { recursive: true, force: true });
    }
  }
}

/** Writes one file through a temporary name beside it. */
export async function writeFileAtomically(path: string, bytes: Uint8Array | string): Promise<void> {
  const temporary = `${path}.${process.pid}.partial`;
  try {
    await writeToDisk(temporary, bytes);
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** What this program writes into a folder, by the file that marks the folder as its own. */
const OWN_FOLDERS = {
  'manifest.json': [
    'onnx',
    'weights.safetensors',
    'reference.safetensors',
    'README.md',
    'parity.json',
    'run.json',
    'metrics.jsonl',
    'training.html',
  ],
  'simulation.json': ['spectra.csv', 'samples.csv'],
} as const;

/** The file by which a folder of this program is known. */
export type FolderMark = keyof typeof OWN_FOLDERS;

/**
 * Refuses a folder that cannot be written to, before any work is done.
 *
 * @param replace the mark of the folders that may be replaced: those that hold it, and nothing this program did not write
 * @throws SpectroSimError `exists` when the folder is not empty and may not be replaced.
 */
export async function assertFree(folder: string, replace?: FolderMark): Promise<void> {
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') {
      return [];
    }
    throw new SpectroSimError('exists', `${folder} is not a folder. Choose another name.`, { cause: error });
  });
  if (entries.length === 0) {
    return;
  }
  if (replace === undefined) {
    throw new SpectroSimError(
      'exists',
      `${folder} exists and is not empty. Choose another folder, or add --force to replace one that spectrosim wrote.`,
    );
  }
  const own: readonly string[] = [replace, ...OWN_FOLDERS[replace]];
  const foreign = entries.filter((entry) => !own.includes(entry));
  if (foreign.length > 0 || !entries.includes(replace)) {
    throw new SpectroSimError(
      'exists',
      `${folder} is not a folder that this command wrote: it holds ${(foreign.length > 0 ? foreign : entries).slice(0, 3).join(', ')}. Choose another one: --force replaces only its own.`,
    );
  }
}
