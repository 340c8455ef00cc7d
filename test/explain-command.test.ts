import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Workplace, workplace } from './command.setup.js';
import { ensembleArtifact } from './ensemble-artifact.setup.js';

describe('compare --explain', () => {
  let place: Workplace;
  let names: readonly string[];
  const compare = (...parameters: string[]) =>
    place.runHere(['compare', '--model', 'model', '--spectra', 'spectra.csv', '--threads', '1', ...parameters]);

  beforeAll(async () => {
    place = workplace();
    const { files, dataset } = await ensembleArtifact();
    for (const [path, bytes] of Object.entries(files)) {
      mkdirSync(dirname(join(place.folder, 'model', path)), { recursive: true });
      writeFileSync(join(place.folder, 'model', path), bytes);
    }
    names = dataset.names;
    const { bins } = dataset.rows;
    const lines = names.map((name, i) => [name, ...dataset.rows.data.subarray(i * bins, (i + 1) * bins)].join(','));
    place.write('spectra.csv', `name,${Array.from(dataset.axis.values).join(',')}\n${lines.join('\n')}\n`);
  }, 120_000);
  afterAll(() => place.remove());

  it('names the strongest regions with what they do, and what they add up to', async () => {
    const { status, stdout } = await compare('--axis', 'm/z', names[0] as string, names[9] as string, '--explain');
    expect({ status, stdout }).toMatchObject({ status: 0 });
    expect(stdout).toMatch(/Why, the 5 strongest of \d+ regions:/);
    expect(
      stdout.match(/m\/z \d+[\d.–]* +(makes them alike|sets them apart) +[\d.]+% of all parts +[+−]\d/g),
    ).toHaveLength(5);
    expect(stdout).toMatch(
      /in the place of either it would be −?[\d.]+\. The parts add up to the difference within \de-\d/,
    );
  });

  it('has them as JSON, with the same verdict as without', async () => {
    const pair = ['--axis', 'm/z', '--json', names[0] as string, names[1] as string];
    const [plain, explained] = [await compare(...pair), await compare(...pair, '--explain')];
    const { explanation, ...rest } = JSON.parse(explained.stdout);
    expect(rest).toEqual(JSON.parse(plain.stdout));
    expect(explanation.regions).toHaveLength(5);
    expect(explanation.regions[0]).toEqual({
      from: expect.any(Number),
      to: expect.any(Number),
      peak: expect.any(Number),
      attribution: expect.any(Number),
      share: expect.any(Number),
      direction: expect.stringMatching(/^(alike|apart)$/),
    });
    expect(explanation.completenessError).toBeLessThan(1e-2);
    expect(explanation.regionsInAll).toBeGreaterThan(5);
  });

  it('draws a page that is whole in itself, the same bytes again, and replaces nothing unasked', async () => {
    const draw = (...more: string[]) =>
      compare('--axis', 'm/z', names[0] as string, names[9] as string, '--explain', 'why.html', ...more);
    const page = () => readFileSync(join(place.folder, 'why.html'), 'utf8');
    expect((await draw()).status).toBe(0);
    const first = page();
    expect(first).toContain('default-src &#39;none&#39;');
    expect(first).not.toMatch(/(src|href)="(?!data:|#)/);
    expect(first.match(/data-region>/g)).toHaveLength(10);
    expect(await draw()).toMatchObject({ status: 2, stderr: expect.stringMatching(/why\.html exists.*--force/) });
    expect((await draw('--force')).status).toBe(0);
    expect(page()).toBe(first);
    writeFileSync(join(place.folder, 'why.html'), '<p>mine</p>');
    expect(await draw('--force')).toMatchObject({ status: 2, stderr: expect.stringMatching(/only its own/) });
  });

  it('takes no spectrum for a page', async () => {
    const { status, stderr } = await compare('--explain', names[0] as string, names[1] as string);
    expect(status).toBe(2);
    expect(stderr).toMatch(/is no page.*put --explain behind the two spectra/);
  });
});
