import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Part } from './part.js';

/** The repository, from the compiled file of this one. */
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** This benchmark, compiled. */
const BENCHMARK = 'bench/dist/accuracy';

/** Folders of compiled code, and files of it, on which results hang. */
const CODE = [
  'models/dist',
  'export/dist',
  'training/dist',
  'runtime-node/dist',
  // What evaluates with several ladders at once.
  'cli/dist/ladder-workers',
  'cli/dist/ladder-ports.js',
  BENCHMARK,
];

/** Within the benchmark: what words the page and computes nothing. */
const DOCUMENT = 'document';

/** Results of parts, in a folder. */
export interface PartStore {
  get<T>(part: Part<T>): T | undefined;
  set<T>(part: Part<T>, result: T): void;
}

/**
 * Keeps each part's result in a file named by a hash of its settings and of what it runs: other settings, another version of the
 * code, of its dependencies or of node computes anew.
 *
 * @param folder is made when it is not there
 * @param version of what runs @default that of this repository as it is compiled
 */
export function partStore(folder: string, version = versionOf(ROOT)): PartStore {
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

/** A hash of all code that parts run: what is compiled, the versions of dependencies, and node. */
export function versionOf(root: string): string {
  const hash = createHash('sha256').update(process.version);
  const add = (name: string, path: string) =>
    hash.update(`\0${name}\0`).update(createHash('sha256').update(readFileSync(path)).digest());
  add('package-lock.json', join(root, 'package-lock.json'));
  for (const folder of CODE) {
    if (folder.endsWith('.js')) {
      add(folder, join(root, folder));
      continue;
    }
    const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter(
      (name) =>
        name.endsWith('.js') &&
        !/\.(test|setup)\.js$/.test(name) &&
        !(folder === BENCHMARK && name.split(sep)[0] === DOCUMENT),
    );
    for (const name of names.sort()) {
      add(`${folder}/${name}`, join(root, folder, name));
    }
  }
  return hash.digest('hex');
}
