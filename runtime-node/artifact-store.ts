import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type ArtifactReader, SpectroSimError } from '@spectrosim/models';

/** Reads an artifact from a folder. The reader throws SpectroSimError `artifact` for a file that is there and cannot be read. */
export function readArtifact(folder: string): ArtifactReader {
  return async (path) => {
    try {
      return new Uint8Array(await readFile(join(folder, path)));
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      // ENOTDIR: `folder` is a file.
      if (code === 'ENOENT' || code === 'ENOTDIR') {
        return undefined;
      }
      throw new SpectroSimError('artifact', `${join(folder, path)} cannot be read: ${message}.`, { cause: error });
    }
  };
}

/**
 * Writes files into a new folder, all or nothing: into a temporary folder beside it, then renamed.
 *
 * @param overwrite replace a folder that is there already
 * @throws SpectroSimError `exists` when the folder exists and is not empty, unless `overwrite`; `usage` when it cannot be
 * written.
 */
export async function writeFolder(
  folder: string,
  files: Readonly<Record<string, Uint8Array | string>>,
  { overwrite = false }: { readonly overwrite?: boolean } = {},
): Promise<void> {
  const target = resolve(folder);
  await assertFree(folder, overwrite);
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.partial`);
  const replaced = `${temporary}.old`;
  try {
    for (const [path, bytes] of Object.entries(files)) {
      const file = join(temporary, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, bytes);
    }
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
  } catch (cause) {
    throw new SpectroSimError(
      'usage',
      `${folder} cannot be written: ${(cause as Error).message}. Choose a folder on a disk with room, where you may write.`,
      { cause },
    );
  } finally {
    await rm(temporary, { recursive: true, force: true });
    await rm(replaced, { recursive: true, force: true });
  }
}

/** Writes one file through a temporary name beside it. */
export async function writeFileAtomically(path: string, bytes: Uint8Array | string): Promise<void> {
  const temporary = `${path}.${process.pid}.partial`;
  try {
    await writeFile(temporary, bytes);
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** @throws SpectroSimError `exists` when something is in the folder already, before any work is done. */
export async function assertFree(folder: string, overwrite: boolean): Promise<void> {
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') {
      return [];
    }
    throw new SpectroSimError('exists', `${folder} is not a folder. Choose another name.`, { cause: error });
  });
  if (entries.length > 0 && !overwrite) {
    throw new SpectroSimError(
      'exists',
      `${folder} exists and is not empty. Choose another folder, or add --force to replace it.`,
    );
  }
}
