import { existsSync, mkdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { SpectroSimError } from '@spectrosim/models';
import { writeFileAtomically } from '@spectrosim/runtime-node';

/** What may stand where a command is to write a file. */
export interface OutputRules {
  /** `--force`: an earlier file of this kind may be replaced. */
  readonly force: boolean;
  /** Files and folders that the command reads: never replaced, forced or not. */
  readonly inputs: readonly string[];
  /** Tells an earlier output of this program by its first 1,024 characters, where its form shows that. */
  readonly isOwn?: (start: string) => boolean;
}

/**
 * Refuses a file that must not be written, before any work is done.
 *
 * @throws SpectroSimError `exists` when something is there that may not be replaced; `usage` when it is an input.
 */
export function assertOutput(path: string, { force, inputs, isOwn }: OutputRules): void {
  if (!existsSync(path)) {
    return;
  }
  if (statSync(path).isDirectory()) {
    throw new SpectroSimError('exists', `${path} is a folder. Name a file.`);
  }
  if (inputs.some((input) => isInput(path, input))) {
    throw new SpectroSimError('usage', `${path} is what the command reads. Choose another name for what it writes.`);
  }
  if (!force) {
    throw new SpectroSimError('exists', `${path} exists. Choose another name, or add --force to replace it.`);
  }
  if (isOwn !== undefined && !isOwn(readFileSync(path, 'utf8').slice(0, 1024))) {
    throw new SpectroSimError(
      'exists',
      `${path} is not a file that this command wrote. Choose another name: --force replaces only its own.`,
    );
  }
}

/** Writes a file of a command, its folder too where there is none. */
export async function writeOutput(path: string, text: string): Promise<void> {
  try {
    mkdirSync(dirname(resolve(path)), { recursive: true });
    await writeFileAtomically(path, text);
  } catch (cause) {
    throw new SpectroSimError(
      'usage',
      `${path} cannot be written: ${(cause as Error).message}. Choose a place on a disk with room, where you may write.`,
      { cause },
    );
  }
}

/** The file itself, or one of those that are found by their name in a folder, or beside the spectra. */
function isInput(path: string, input: string): boolean {
  if (!existsSync(input)) {
    return false;
  }
  const [output, read] = [realpathSync(path), realpathSync(input)];
  const folder = statSync(read).isDirectory() ? read : dirname(read);
  return output === read || (dirname(output) === folder && /^(spectra|samples)\./.test(basename(output)));
}
