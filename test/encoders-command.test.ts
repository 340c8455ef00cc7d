import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describeEncoder, type EncoderDescription, encoderNames } from '@spectrosim/models/graph';
import { afterAll, describe, expect, it } from 'vitest';
import { workplace } from './command.setup.js';

const { runHere, remove } = workplace();
afterAll(remove);

describe('spectrosim encoders', () => {
  it('lists every encoder with its parameters, in a table and as JSON', async () => {
    const { status, stdout } = await runHere(['encoders']);
    expect(status).toBe(0);
    for (const name of encoderNames()) {
      const { parameters, title } = describeEncoder(name, 2080);
      const line = stdout.split('\n').find((text) => text.trimStart().startsWith(`${name} `));
      expect(line).toContain(parameters.toLocaleString('en-GB'));
      expect(line).toContain(title);
    }
    const json = JSON.parse((await runHere(['encoders', '--json'])).stdout);
    expect(json).toEqual({ bins: 2080, encoders: encoderNames().map((name) => describeEncoder(name, 2080)) });
  });

  it('counts on other spectra, and says which encoders these do not fit', async () => {
    const { status, stdout } = await runHere(['encoders', '--bins', '570', '--json']);
    expect(status).toBe(0);
    const { encoders } = JSON.parse(stdout) as { encoders: (EncoderDescription | { name: string; unfit: string })[] };
    // The VAE's first and last layers are all that depend on the bins: 1,025 fewer parameters a bin.
    const vae = encoders.find(({ name }) => name === 'paper/vae');
    expect(vae).toMatchObject({ parameters: 2_626_144 - 1510 * (512 + 512 + 1) });
    const transformer = encoders.find(({ name }) => name === 'paper/transformer');
    expect(transformer).toMatchObject({ unfit: expect.stringMatching(/8 attention heads do not divide .* 570 bins/) });
    expect((await runHere(['encoders', '--bins', '570'])).stdout).toMatch(
      /\n {2}paper\/transformer: 8 attention heads do not divide/,
    );
  });
});

const page = readFileSync(fileURLToPath(new URL('../docs/encoders.md', import.meta.url)), 'utf8');

it('docs/encoders.md names every setting of every encoder', () => {
  const settings = encoderNames().flatMap((name) => Object.keys(describeEncoder(name, 2080).config));
  expect(settings.filter((key) => !page.includes(`\`${key}\``))).toEqual([]);
});

it('docs/encoders.md has a row for every encoder, with its parameters', () => {
  const written = page
    .split('\n')
    .flatMap((line) =>
      [...line.matchAll(/^\| `([\w/-]+)` \| ([\d,]+) \| ([\d,]+) \|/g)].map((match) => match.slice(1)),
    );
  const rows = encoderNames().map((name) => {
    const { parameters, embedding } = describeEncoder(name, 2080);
    return [name, parameters.toLocaleString('en-GB'), embedding.toLocaleString('en-GB')];
  });
  expect(written.toSorted()).toEqual(rows.toSorted());
});
