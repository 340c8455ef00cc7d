import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as exporting from '@spectrosim/export';
import * as models from '@spectrosim/models';
import * as graph from '@spectrosim/models/graph';
import * as io from '@spectrosim/models/io';
import * as runtimeNode from '@spectrosim/runtime-node';
import * as http from '@spectrosim/runtime-node/http';
import * as runtimeWeb from '@spectrosim/runtime-web';
import * as training from '@spectrosim/training';
import { describe, expect, it } from 'vitest';

const PACKAGES = {
  models: [models, 'models/index.ts'],
  'models/graph': [graph, 'models/graph/index.ts'],
  'models/io': [io, 'models/io/index.ts'],
  export: [exporting, 'export/index.ts'],
  training: [training, 'training/index.ts'],
  'runtime-node': [runtimeNode, 'runtime-node/index.ts'],
  'runtime-node/http': [http, 'runtime-node/http/index.ts'],
  'runtime-web': [runtimeWeb, 'runtime-web/index.ts'],
} as const;

/** Every name an index lists, types too: types are gone when it runs. */
function listedNames(path: string): string[] {
  const source = readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), 'utf8');
  const lists = [...source.matchAll(/^export (type )?\{([^}]*)\} from/gm)];
  return lists
    .flatMap(([, isType, names]) =>
      (names as string)
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '')
        .map((name) => (isType !== undefined && !name.startsWith('type ') ? `type ${name}` : name)),
    )
    .sort();
}

describe.each(Object.entries(PACKAGES))('@spectrosim/%s', (_, [module, path]) => {
  it('exports these names', () => {
    expect(listedNames(path)).toMatchSnapshot();
  });

  it('lists all of them by name, and no default', () => {
    const values = listedNames(path).filter((name) => !name.startsWith('type '));
    expect(Object.keys(module).sort()).toEqual(values);
  });
});
