import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assertOutput, writeOutput } from './output-file.js';

describe('an output file', () => {
  let folder: string;
  const path = (...parts: string[]) => join(folder, ...parts);
  const refusal =
    (output: string, rules: Partial<Parameters<typeof assertOutput>[1]> = {}) =>
    () =>
      assertOutput(output, { force: true, inputs: [], ...rules });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'spectrosim-output-'));
    mkdirSync(path('data'));
    for (const name of ['spectra.csv', 'samples.csv', 'plot.html', 'data/spectra.csv', 'data/other.csv']) {
      writeFileSync(path(name), name);
    }
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('may be new', () => {
    expect(refusal(path('new.csv'), { force: false })).not.toThrow();
    expect(refusal(path('nowhere', 'new.csv'), { force: false, inputs: [path('no-input')] })).not.toThrow();
  });

  it('replaces nothing without force, and no folder with it', () => {
    expect(refusal(path('plot.html'), { force: false })).toThrow(expect.objectContaining({ code: 'exists' }));
    expect(refusal(path('plot.html'))).not.toThrow();
    expect(refusal(path('data'))).toThrow(/data is a folder/);
  });

  it('replaces with force what the program wrote, where that can be told', () => {
    expect(refusal(path('plot.html'), { isOwn: (start) => start === 'plot.html' })).not.toThrow();
    expect(refusal(path('plot.html'), { isOwn: () => false })).toThrow(/not a file that this command wrote/);
  });

  it.each([
    ['the spectra file', 'spectra.csv', ['spectra.csv']],
    ['the samples beside it', 'samples.csv', ['spectra.csv']],
    ['the spectra of a folder', 'data/spectra.csv', ['data']],
    ['the same file by another path', 'data/../spectra.csv', ['spectra.csv']],
  ])('never replaces %s', (_, output, inputs) => {
    expect(refusal(path(output), { inputs: inputs.map((input) => path(input)) })).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringContaining('is what the command reads') }),
    );
    expect(refusal(path('data/other.csv'), { inputs: [path('data')] })).not.toThrow();
  });

  it('is written with its folder, and says so where that is not possible', async () => {
    await writeOutput(path('a', 'b', 'c.csv'), 'text');
    expect(readFileSync(path('a', 'b', 'c.csv'), 'utf8')).toBe('text');
    await expect(writeOutput(path('plot.html', 'c.csv'), 'text')).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(/cannot be written/),
    });
  });
});
