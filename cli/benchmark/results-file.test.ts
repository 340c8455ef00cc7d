import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FailedRecord } from '@spectrosim/training';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appendResult, readResults } from './results-file.js';

const record = (key: string): FailedRecord => ({
  key,
  title: 'X',
  row: 'a row, with “quotes”',
  kind: 'floor',
  data: { name: 'd', simulated: true, newEachSeed: true },
  protocol: 'held-out',
  seed: 1,
  settings: {},
  threads: 1,
  failed: 'why\nin two lines',
});

let folder: string;
let path: string;
const notes: string[] = [];
const read = () => readResults(path, (text) => notes.push(text));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spectrosim-results-'));
  path = join(folder, 'new', 'results.jsonl');
  notes.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('results', () => {
  it('are appended a line each and read again', () => {
    expect(read()).toEqual([]);
    appendResult(path, record('a'));
    appendResult(path, record('b'));
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(3);
    expect(read()).toEqual([record('a'), record('b')]);
    expect(notes).toEqual([]);
  });

  it('lose a last line that was cut off, with a word, and go on in a line of their own', () => {
    appendResult(path, record('a'));
    appendFileSync(path, JSON.stringify(record('b')).slice(0, -7));
    expect(read()).toEqual([record('a')]);
    expect(notes).toEqual([expect.stringMatching(/last line was cut off/)]);
    appendResult(path, record('c'));
    expect(read()).toEqual([record('a'), record('c')]);
    expect(notes).toHaveLength(1);
  });

  it.each([
    ['not JSON', '{"key": }\n', /results.jsonl:2 is not JSON/],
    ['no record', '{"key": "a"}\n', /results.jsonl:2 is no record/],
  ])('that are %s are refused by their line', (_, line, message) => {
    appendResult(path, record('a'));
    writeFileSync(path, `${readFileSync(path, 'utf8')}${line}`);
    expect(read).toThrow(expect.objectContaining({ code: 'input', message: expect.stringMatching(message) }));
  });
});
