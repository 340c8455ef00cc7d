import { open, writeFile } from 'node:fs/promises';
import { platform } from 'node:process';

/**
 * Writes a file and waits until it is on the disk: a rename alone may get there before the bytes do, and after a power cut the new
 * name has an empty file.
 */
export async function writeToDisk(path: string, bytes: Uint8Array | string | readonly Uint8Array[]): Promise<void> {
  const file = await open(path, 'w');
  try {
    await writeFile(file, bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** What file systems answer that cannot do it for a folder, some of a network among them. */
const NOT_OF_FOLDERS = ['EINVAL', 'ENOTSUP', 'EPERM'];

/** Waits until the names in a folder are on the disk. Windows opens no folders, and its file systems keep a journal of names. */
export async function namesToDisk(folder: string): Promise<void> {
  if (platform === 'win32') {
    return;
  }
  const names = await open(folder, 'r');
  try {
    await names.sync();
  } catch (error) {
    if (!NOT_OF_FOLDERS.includes((error as NodeJS.ErrnoException).code ?? '')) {
      throw error;
    }
  } finally {
    await names.close();
  }
}
