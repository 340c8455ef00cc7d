import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { heldTo } from './part.js';
import { partStore, versionOf } from './part-store.js';
import { hashSet } from './sets.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spectrosim-parts-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

const part = (name: string, settings: object) => ({
  name,
  settings,
  cost: 1,
  schema: z.object({ value: z.number() }),
  run: () => Promise.reject(new Error('not run here')),
});

describe('partStore', () => {
  const asked = { partitions: 3, threads: 2, data: 'a' };

  it('tells a part held to other threads or data from the same one', () => {
    const store = partStore(folder, 'one');
    const held = (conditions: object) => heldTo(part('evaluate x', { partitions: 3 }), conditions);
    store.set(held({ threads: 2, data: 'a' }), { value: 7 });
    expect(store.get(held({ threads: 2, data: 'a' }))).toEqual({ value: 7 });
    expect(store.get(held({ threads: 1, data: 'a' }))).toBeUndefined();
    expect(store.get(held({ threads: 2, data: 'b' }))).toBeUndefined();
    expect(store.get(held({ threads: 2 }))).toBeUndefined();
  });

  it('gives back what was kept, under the same name, settings and version alone', () => {
    partStore(folder, 'one').set(part('evaluate x', asked), { value: 7 });
    expect(partStore(folder, 'one').get(part('evaluate x', { ...asked }))).toEqual({ value: 7 });
    expect(partStore(folder, 'other').get(part('evaluate x', asked))).toBeUndefined();
    expect(partStore(folder, 'one').get(part('evaluate y', asked))).toBeUndefined();
  });

  it.each([{ partitions: 1 }, { threads: 1 }, { data: 'b' }, { processor: 'another' }])(
    'computes anew with %j',
    (change) => {
      partStore(folder, 'one').set(part('evaluate x', asked), { value: 7 });
      expect(partStore(folder, 'one').get(part('evaluate x', { ...asked, ...change }))).toBeUndefined();
    },
  );

  it('refuses a file that is no result of the part', () => {
    const store = partStore(folder, 'one');
    store.set({ ...part('x', {}), schema: z.object({ value: z.string() }) }, { value: 'seven' });
    expect(() => store.get(part('x', {}))).toThrow();
  });
});

describe('versionOf', () => {
  const FILES = [
    'package-lock.json',
    'models/dist/io/a.js',
    'export/dist/a.js',
    'training/dist/document/a.js',
    'runtime-node/dist/a.js',
    'cli/dist/ladder-workers/worker.js',
    'cli/dist/ladder-ports.js',
    'bench/dist/accuracy/sets.js',
    'bench/dist/accuracy/measured.js',
    'bench/dist/accuracy/parts/evaluate.js',
  ];
  beforeEach(() => {
    for (const name of FILES) {
      write(name, 'before');
    }
  });

  it.each(FILES)('is another when %s is', (name) => {
    const before = versionOf(folder);
    expect(versionOf(folder)).toBe(before);
    write(name, 'after');
    expect(versionOf(folder)).not.toBe(before);
  });

  it.each([
    'bench/dist/accuracy/document/rules.js',
    'bench/dist/accuracy/part-store.test.js',
    'bench/dist/accuracy/reports.setup.js',
    'models/dist/a.d.ts',
    'cli/dist/output.js',
  ])('is the same with another %s, which no part runs', (name) => {
    const before = versionOf(folder);
    write(name, 'after');
    expect(versionOf(folder)).toBe(before);
  });

  it('is another when a file moves', () => {
    const before = versionOf(folder);
    rmSync(join(folder, 'export/dist/a.js'));
    write('export/dist/b.js', 'before');
    expect(versionOf(folder)).not.toBe(before);
  });
});

describe('hashSet', () => {
  it.each(['spectra.csv', 'samples.csv'])('is another when %s is, and the same in another folder', (name) => {
    for (const root of ['one', 'two']) {
      write(`${root}/oliveoil-ftir/spectra.csv`, 'spectra');
      write(`${root}/oliveoil-ftir/samples.csv`, 'samples');
    }
    const [one, two] = [join(folder, 'one'), join(folder, 'two')];
    expect(hashSet(two, 'oliveoil-ftir')).toBe(hashSet(one, 'oliveoil-ftir'));
    write(`two/oliveoil-ftir/${name}`, 'changed');
    expect(hashSet(two, 'oliveoil-ftir')).not.toBe(hashSet(one, 'oliveoil-ftir'));
  });
});
