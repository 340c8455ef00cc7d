import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Part } from './part.js';

/** Folders of compiled code on which results hang, from this one. */
const CODE = [
  '../../../models/dist',
  '../../../export/dist',
  '../../../training/dist',
  '../../../runtime-node/dist',
  './parts',
];

/** Results of parts, in a folder. */
export interface PartStore {
  get<T>(part: Part<T>): T | undefined;
  set<T>(part: Part<T>, result: T): void;
}

/**
 * Keeps each part's result in a file named by a hash of its settings and of all code that it runs: another version of the code
 * computes anew.
 *
 * @param folder is made when it is not there
 * @param version of the code @default a hash of what is compiled
 */
export function partStore(folder: string, version = hashCode()): PartStore {
  const pathOf = <T>({ name, settings }: Part<T>) => {
    const hash = createHash('sha256')
      .update(JSON.stringify([version, name, settings]))
      .digest('hex')
      .slice(0, 16);
    return join(folder, `${name.replaceAll(/[^a-z0-9]+/gi, '-')}-${hash}.json`);
  };
  return {
    get(part) {
      const path = pathOf(part);
      return existsSync(path) ? part.schema.parse(JSON.parse(readFileSync(path, 'utf8'))) : undefined;
    },
    set(part, result) {
      mkdirSync(folder, { recursive: true });
      const path = pathOf(part);
      writeFileSync(`${path}.part`, JSON.stringify(result));
      renameSync(`${path}.part`, path);
    },
  };
}

function hashCode(): string {
  const hash = createHash('sha256');
  for (const folder of CODE) {
    const path = fileURLToPath(new URL(folder, import.meta.url));
    const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
    for (const name of names.sort()) {
      hash.update(name).update(readFileSync(join(path, name)));
    }
  }
  return hash.digest('hex');
}
