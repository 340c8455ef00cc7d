import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { SpectroSimError } from '../errors.js';
import { BAD_INPUTS, type BadInput } from './bad-inputs.setup.js';
import { readSpectrumFiles } from './read-spectrum-files.js';
import { readSpectrumSet } from './read-spectrum-set.js';

const DOCUMENT = fileURLToPath(new URL('../../docs/bad-input.md', import.meta.url));

const encode = (text: string) => new TextEncoder().encode(text);

/** The message that refuses it. */
async function messageOf({ input, samples, more, options }: BadInput): Promise<string> {
  const { file, content } =
    typeof input === 'string'
      ? { file: 'spectra.csv', content: encode(input) }
      : { file: input.file ?? 'spectra.csv', content: input.bytes };
  const samplesFile = samples === undefined ? undefined : { name: 'samples.csv', source: encode(samples) };
  try {
    const read =
      more === undefined
        ? readSpectrumSet({ spectra: { name: file, source: content }, samples: samplesFile }, options)
        : readSpectrumFiles({
            spectra: [
              { name: 'a.csv', source: content },
              { name: 'b.csv', source: encode(more) },
            ],
          });
    await read;
  } catch (error) {
    expect(error).toBeInstanceOf(SpectroSimError);
    expect(error).toMatchObject({ code: 'input' });
    return (error as Error).message;
  }
  throw new Error('it was read, though the documentation says that it is refused');
}

const code = (text: string) => `\`${text.replaceAll('\t', '→').replaceAll('\n', '⏎').replaceAll('|', '\\|')}\``;

function shown({ input, samples, more, options = {} }: BadInput): string {
  const parts = [
    typeof input === 'string' ? (input === '' ? '(empty)' : code(input)) : code(input.shown),
    ...(more === undefined ? [] : [`b.csv: ${code(more)}`]),
    ...(samples === undefined ? [] : [`samples: ${code(samples)}`]),
    ...Object.entries(options).map(([name, value]) => code(`--${name} ${value}`)),
  ];
  return parts.join('<br>');
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

describe('bad inputs', () => {
  it('are refused with the messages that docs/bad-input.md lists', async () => {
    const sections: string[] = [];
    for (const [heading, inputs] of Object.entries(BAD_INPUTS)) {
      const rows = await Promise.all(
        inputs.map(async (bad) =>
          row([bad.what, shown(bad), (await messageOf(bad)).replaceAll('|', '\\|').replaceAll('\n', ' ')]),
        ),
      );
      sections.push(
        [
          `## ${heading}`,
          '',
          row(['what is wrong', 'for example', 'what is said']),
          row(['---', '---', '---']),
          ...rows,
        ].join('\n'),
      );
    }
    const text = [
      '# What is refused',
      'Each of these is a test: this page is written by `models/io/bad-inputs.test.ts`, so that the messages are the real ones. A message begins with the place, `file:line:column` or in a workbook `file!sheet:C7`, and ends with what to do. ⏎ is the end of a line. The exit status is 3 and nothing is written.',
      ...sections,
    ].join('\n\n');
    await expect(`${text}\n`).toMatchFileSnapshot(DOCUMENT);
  });

  it.each(Object.values(BAD_INPUTS).flat())('says of $what where, what, and what to do', async (bad) => {
    const message = await messageOf(bad);
    expect(message).toMatch(/^(spectra|samples|a|b)\.\w+(\.gz)?(:\d+(:\d+)?|![^:]+(:[A-Z]*\d+)?)?: /);
    expect(message.split(/\. /).length).toBeGreaterThan(1);
    expect(message).toMatch(/[.?]$/);
  });
});
