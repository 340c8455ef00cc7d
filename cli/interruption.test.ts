import { describe, expect, it } from 'vitest';
import { resumingCommand } from './interruption.js';

const windows = process.platform === 'win32';

describe.skipIf(windows)(`resumingCommand${windows ? ' (skipped: other quotes on Windows)' : ''}`, () => {
  it.each<[string, string[], string]>([
    ['adds the folder', ['train', 'a.csv', '--out', 'm'], 'train a.csv --out m --resume m.checkpoint'],
    ['keeps one that is named', ['train', 'a.csv', '--resume', 'm.checkpoint'], 'train a.csv --resume m.checkpoint'],
    ['keeps one that is named with =', ['train', 'a.csv', '--resume=x'], 'train a.csv --resume=x'],
    [
      'quotes what a shell would read otherwise',
      ['train', "it's a.csv", '$x'],
      "train 'it'\\''s a.csv' '$x' --resume m.checkpoint",
    ],
    ['stays before what is no option', ['train', '--', '-a.csv'], 'train --resume m.checkpoint -- -a.csv'],
  ])('%s', (_, words, expected) => {
    expect(resumingCommand('m.checkpoint', words)).toBe(`npx spectrosim ${expected}`);
  });
});
