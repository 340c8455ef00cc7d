import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { decodeSafetensors, parseManifest, parseRecipe, rowOf, type SpectrumSet } from '@spectrosim/models';
import { preprocess, scoped } from '@spectrosim/models/graph';
import { nodeRuntime } from '@spectrosim/runtime-node';
import { runOnRows } from '@spectrosim/training';
import { xMean, xStandardDeviation } from 'ml-spectra-processing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../cli/browser/find-chromium.js';
import { chromiumLaunchOptions } from '../cli/browser/launch-options.js';
import { readBareSpectra } from '../cli/input-files.js';
import { workplace } from './command.setup.js';
import { expectNear } from './eager.setup.js';
import { ONE_THREAD, TINY_ENCODER } from './tiny-artifact.setup.js';
import { TOLERANCES } from './tolerances.js';

const { folder, runHere, write, list, remove } = workplace();
const path = (...parts: string[]) => join(folder, ...parts);
const HOSTILE = '</script><img src="http://localhost:9/x" onerror="document.title=1">';

/** Optical spectra of two sites, with a gap in one and an intensity below 0 in another; one has a name that is markup. */
function writeOptical(): void {
  const positions = Array.from({ length: 101 }, (_, i) => 1800 - 8 * i);
  const peak = (at: number, i: number) => Math.exp(-(((i - at) / 5) ** 2));
  const rows = Array.from({ length: 30 }, (_, s) => {
    const values = positions.map((_, i) => peak(30, i) + (s % 2 ? 0.6 : 0.3) * peak(70, i) + 0.002 * s * i - 0.01);
    const cells = values.map((value, i) => (s === 4 && i > 40 && i < 50 ? '' : value.toFixed(5)));
    return [s === 7 ? `"${HOSTILE.replaceAll('"', '""')}"` : `s${String(s).padStart(2, '0')}`, ...cells].join(',');
  });
  write('spectra.csv', [`wavenumber,${positions.join(',')}`, ...rows, ''].join('\n'));
  const samples = rows.map(
    (row, s) =>
      `${row.startsWith('"') ? `"${HOSTILE.replaceAll('"', '""')}"` : `s${String(s).padStart(2, '0')}`},${s % 2 ? 'north' : 'south & east'}`,
  );
  write('samples.csv', ['name,site', ...samples, ''].join('\n'));
}

const args = (...more: string[]) => ['preprocess', 'spectra.csv', '--threads', '1', ...more];
async function succeed(...more: string[]): Promise<Record<string, unknown>> {
  const { status, stdout, stderr } = await runHere([...args(...more), '--json']);
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout);
}

beforeAll(writeOptical);
afterAll(remove);

describe('preprocess', () => {
  it('says what it did and writes the spectra in the form that is read', async () => {
    const result = await succeed(
      '--preprocessing',
      'snv',
      '--group',
      'site',
      '--out',
      'a/plot.html',
      '--csv',
      'a/out.csv',
    );
    expect(result).toMatchObject({
      out: 'a/plot.html',
      csv: 'a/out.csv',
      preprocessing: 'snv',
      spectra: 30,
      bins: 101,
      settled: { missing: 9, as: 'interpolate' },
      inPage: 30,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect((result.settled as { negative: number }).negative).toBeGreaterThan(0);
    expect(result.shown).toHaveLength(12);
    const [before, after] = [await readBareSpectra(path('spectra.csv')), await readBareSpectra(path('a/out.csv'))];
    expect(after.names).toEqual(before.names);
    expect(after.axis).toEqual(before.axis);
    // By ml-spectra-processing, of a spectrum without a gap.
    const row = Array.from(rowOf(before, 3));
    const [mean, deviation] = [xMean(row), xStandardDeviation(row)];
    expectNear(
      rowOf(after, 3),
      row.map((value) => (value - mean) / deviation),
      TOLERANCES.recipe,
    );
    expect(Array.from(rowOf(after, 4)).every(Number.isFinite)).toBe(true);
  });

  it('gives the same bytes again, and replaces a page of its own with --force', async () => {
    const first = readFileSync(path('a/plot.html'), 'utf8');
    await succeed('--preprocessing', 'snv', '--group', 'site', '--out', 'a/plot.html', '--force');
    expect(readFileSync(path('a/plot.html'), 'utf8')).toBe(first);
    expect(first).not.toContain(folder);
    expect(first).not.toMatch(/(src|href)="(?!data:)/);
  });

  it('shows first the spectra that are named', async () => {
    const names = ['s20', 's03'];
    const result = await succeed('--preprocessing', 'raw', '--spectra-names', ...names, '--out', 'named.html');
    expect(result).toMatchObject({ shown: names, inPage: 30, preprocessing: 'raw' });
  });

  it('with a model takes its recipe, statistics and axis', async () => {
    write('simulation.json', '{"axis":{"bins":130},"design":{"batches":6,"fishPerBatch":3,"qcInterval":0}}');
    write(
      'config.json',
      JSON.stringify({ encoder: TINY_ENCODER, preprocessing: 'fill, pqn, sqrt, autoscale', steps: 2 }),
    );
    for (const line of [
      'simulate --out fish --config simulation.json',
      'simulate --out other --seed 2 --config simulation.json',
      'train fish --group batch --contrastive --out model --threads 1 --config config.json',
    ]) {
      const { status, stderr } = await runHere([...line.split(' '), '--json']);
      expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    }
    const ran = await runHere([
      'preprocess',
      'other',
      '--model',
      'model',
      '--out',
      'model.html',
      '--csv',
      'model.csv',
      '--json',
    ]);
    expect(ran.status).toBe(0);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      preprocessing: 'fill(median) → pqn → sqrt → autoscale',
      model: { folder: 'model', simulated: true },
    });
    const manifest = parseManifest(readFileSync(path('model/manifest.json'), 'utf8'));
    const recipe = parseRecipe('fill, pqn, sqrt, autoscale');
    expect(manifest.branches[0]?.preprocessing).toEqual(recipe);
    const weights = scoped(
      decodeSafetensors(readFileSync(path('model/weights.safetensors'))),
      'branches.0.preprocessing',
    );
    const raw = await readBareSpectra(path('other/spectra.csv'));
    const rows = { count: raw.names.length, bins: 130, data: raw.intensities };
    const expected = await runOnRows(nodeRuntime(), ONE_THREAD, (x, w) => preprocess(recipe, w, x), rows, weights);
    const written: SpectrumSet = await readBareSpectra(path('model.csv'));
    expect(written.intensities).toEqual(expected);
    // The statistics are the model's: fitted on these spectra they would be others.
    const refit = await runHere([
      'preprocess',
      'other',
      '--preprocessing',
      'fill, pqn, sqrt, autoscale',
      '--out',
      'refit.html',
      '--csv',
      'refit.csv',
    ]);
    expect(refit.status).toBe(0);
    expect((await readBareSpectra(path('refit.csv'))).intensities).not.toEqual(expected);
  });
});

describe('preprocess refuses, and leaves everything as it was', () => {
  const out = ['--out', 'new.html'];
  it.each<[string, number, string[], RegExp]>([
    ['no recipe', 2, args(...out), /Which preprocessing\? Give either --preprocessing "sqrt, snv" or --model FOLDER/],
    ['two recipes', 2, args('--preprocessing', 'snv', '--model', 'model', ...out), /Two recipes are named/],
    ['no page', 2, args('--preprocessing', 'snv'), /required option '--out <file>'/],
    [
      'an unknown step, with the nearest',
      2,
      args('--preprocessing', 'sqrt, svn', ...out),
      /no preprocessing step "svn". Did you mean "snv"\? Steps: tic, max/,
    ],
    ['options that do not fit', 2, args('--preprocessing', 'savitzkyGolay(10)', ...out), /window must be odd/],
    [
      'a window longer than the spectra',
      2,
      args('--preprocessing', 'savitzkyGolay(201)', ...out),
      /window of 201 points does not fit spectra of 101 bins/,
    ],
    [
      'an unknown column, with the nearest',
      2,
      args('--preprocessing', 'snv', '--group', 'sit', ...out),
      /no column "sit" for the group[\s\S]*Did you mean "site"/,
    ],
    [
      'an unknown spectrum',
      3,
      args('--preprocessing', 'snv', '--spectra-names', 'cod', ...out),
      /no spectrum "cod" among 30/,
    ],
    ['a missing file', 3, ['preprocess', 'nowhere.csv', '--preprocessing', 'snv', ...out], /no file nowhere.csv/],
    ['a model that is not there', 3, args('--model', 'nowhere', ...out), /no model in nowhere/],
    [
      'one name for two files',
      2,
      args('--preprocessing', 'snv', '--out', 'x.html', '--csv', './x.html'),
      /both name x.html/,
    ],
    ['a page that exists', 2, args('--preprocessing', 'snv', '--out', 'kept.html'), /kept.html exists.*--force/],
    [
      'a page that it did not write',
      2,
      args('--preprocessing', 'snv', '--out', 'kept.html', '--force'),
      /kept.html is not a file that this command wrote/,
    ],
    [
      'to replace its own input',
      2,
      args('--preprocessing', 'snv', ...out, '--csv', 'samples.csv', '--force'),
      /samples.csv is what the command reads/,
    ],
  ])('%s', async (_, status, parameters, message) => {
    write('kept.html', '<p>mine</p>');
    const before = list();
    const ran = await runHere(parameters);
    expect(ran.stderr).toMatch(message);
    expect(ran.status).toBe(status);
    expect(list()).toEqual(before);
  });

  it('a gap at an end of a continuous axis, by name', async () => {
    write('cut.csv', 'wavenumber,1,2,3,4\na,1,2,3,4\nb,,2,3,4\n');
    write('cut-samples.csv', 'name\na\nb\n');
    const ran = await runHere([
      'preprocess',
      'cut.csv',
      '--samples',
      'cut-samples.csv',
      '--preprocessing',
      'snv',
      ...out,
    ]);
    expect(ran.status).toBe(3);
    expect(ran.stderr).toMatch(/"b" has intensities from 2 to 4 wavenumber only.*cut the file/);
    expect(existsSync(path('new.html'))).toBe(false);
  });
});

const found = await findChromium({ fetch: false });
const title = found.path === undefined ? `the page (skipped: ${found.reason})` : 'the page';

describe.skipIf(found.path === undefined)(title, () => {
  let browser: Browser;
  let page: Page;
  const said: string[] = [];
  const requested: string[] = [];
  beforeAll(async () => {
    await succeed('--preprocessing', 'detrend(1), snv', '--group', 'site', '--out', 'page.html');
    const { chromium } = await import('playwright-core');
    browser = await chromium.launch(chromiumLaunchOptions(found.path as string));
    page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    page.on('request', (request) => requested.push(request.url()));
    await page.goto(pathToFileURL(path('page.html')).href);
    await drawn();
  });
  afterAll(async () => {
    await browser.close();
  });

  /** Waits until both panels have been painted. */
  const drawn = () =>
    page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  /** A panel's pixels as text, and how many of them have one of the ten colours of curves. */
  const panel = (id: string) =>
    page.evaluate((of) => {
      const canvas = document.querySelector<HTMLCanvasElement>(`#${of} canvas`) as HTMLCanvasElement;
      // Read off a copy: reading turns a canvas of its own over to slow drawing, and Chromium says so.
      const copy = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height });
      const context = copy.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
      context.drawImage(canvas, 0, 0);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      let coloured = 0;
      for (let i = 0; i < data.length; i += 4) {
        const [r = 0, g = 0, b = 0, a = 0] = data.subarray(i, i + 4);
        coloured += a > 128 && Math.max(r, g, b) - Math.min(r, g, b) > 60 ? 1 : 0;
      }
      return { image: copy.toDataURL(), coloured };
    }, id);
  const value = (id: string) => page.inputValue(`#${id}`);

  it('draws both panels, the wavenumber axis falling, twelve spectra first', async () => {
    for (const id of ['before', 'after']) {
      expect((await panel(id)).coloured, id).toBeGreaterThan(300);
    }
    expect(await page.isChecked('#falling')).toBe(true);
    expect(await page.textContent('#shown-count')).toBe('12');
    expect(await page.locator('[data-spectrum]').count()).toBe(30);
    expect(await page.textContent('.groups')).toMatch(/south & east 15\s*north 15/);
  });

  it('shows a name that is markup as text', async () => {
    expect(await page.locator('tr', { hasText: HOSTILE }).count()).toBe(1);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.title()).toBe('spectra.csv: detrend(1) → snv');
  });

  it('says what was done to missing and negative values', async () => {
    const notes = await page.textContent('.notes');
    expect(notes).toMatch(
      /Missing: 9 of 3,030 intensities \(0\.3%\)\. What lies between other intensities is interpolated/,
    );
    expect(notes).toMatch(/Below 0: \d+ of 3,030 intensities \(.*%\)\. That stays as it is\./);
    expect(notes).toMatch(/polynomial of degree 1.*minus its mean.*No step of it learns/s);
    expect(notes).toMatch(/falls|turned|reversed/);
    expect(notes).toMatch(/Data, SHA-256[0-9a-f]{64}.*ONNX Runtime .*SpectroSim/s);
  });

  it('toggles spectra, alone and by group', async () => {
    const all = await panel('after');
    await page.locator('[data-spectrum]').first().uncheck();
    await drawn();
    expect(await page.textContent('#shown-count')).toBe('11');
    expect((await panel('after')).image).not.toBe(all.image);
    await page.locator('[data-group]').nth(1).click();
    await drawn();
    const first = (await page.locator('[data-group]').nth(1).isChecked()) ? '20' : '5';
    expect(await page.textContent('#shown-count')).toBe(first);
    await page.click('#none');
    await drawn();
    expect(await page.textContent('#shown-count')).toBe('0');
    for (const id of ['before', 'after']) {
      expect((await panel(id)).coloured, id).toBe(0);
    }
    await page.click('#first');
    await drawn();
    expect(await page.textContent('#shown-count')).toBe('12');
    expect((await panel('after')).image).toBe(all.image);
  });

  it('finds spectra, and chooses those that are found', async () => {
    await page.fill('#filter', 'S1');
    expect(await page.locator('tbody tr:visible').count()).toBe(10);
    await page.click('#none');
    await page.fill('#filter', 'north');
    expect(await page.locator('tbody tr:visible').count()).toBe(15);
    await page.fill('#filter', '');
    await page.click('#first');
    await drawn();
  });

  it('zooms both panels by dragging, by number, and back by a double click', async () => {
    const [before, after] = [await panel('before'), await panel('after')];
    const [low, high] = [await value('low'), await value('high')];
    expect([low, high].map(Number)).toEqual([1000, 1800]);
    const box = await page.locator('#before .u-over').boundingBox();
    const { x, y, width, height } = box as NonNullable<typeof box>;
    await page.mouse.move(x + width * 0.25, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.5, y + height / 2, { steps: 4 });
    await page.mouse.up();
    await page.mouse.move(0, 0);
    await drawn();
    // On a falling axis a quarter from the left is a quarter below the largest position.
    expect(Number(await value('high'))).toBeCloseTo(1600, -1);
    expect(Number(await value('low'))).toBeCloseTo(1400, -1);
    expect((await panel('before')).image).not.toBe(before.image);
    expect((await panel('after')).image).not.toBe(after.image);
    await page.fill('#low', '1300');
    await page.press('#low', 'Enter');
    await drawn();
    expect(Number(await value('low'))).toBe(1300);
    await page.locator('#after .u-over').dblclick();
    await page.mouse.move(0, 0);
    await drawn();
    expect([await value('low'), await value('high')]).toEqual([low, high]);
    expect((await panel('before')).image).toBe(before.image);
  });

  it('turns the axis, and names the spectrum under the pointer', async () => {
    const falling = await panel('after');
    await page.uncheck('#falling');
    await drawn();
    expect((await panel('after')).image).not.toBe(falling.image);
    await page.check('#falling');
    await drawn();
    const over = page.locator('#before .u-over');
    const { width, height } = (await over.boundingBox()) as { width: number; height: number };
    for (let row = 0.05; row < 1 && !/ · /.test((await page.textContent('#point')) ?? ''); row += 0.05) {
      await over.hover({ position: { x: width * 0.3, y: height * row } });
      await drawn();
    }
    expect(await page.textContent('#point')).toMatch(/^s\d\d · Wavenumber 15\d\d · before [\d.]+ · after [\d.-]+$/);
  });

  it('draws means with their deviation, of the groups that are chosen', async () => {
    await page.click('[data-view="means"]');
    await drawn();
    const both = await panel('after');
    expect(both.coloured).toBeGreaterThan(300);
    expect(await page.isVisible('text=over all 30 spectra')).toBe(true);
    await page.locator('[data-group]').first().uncheck();
    await drawn();
    const one = await panel('after');
    expect(one.image).not.toBe(both.image);
    expect(one.coloured).toBeLessThan(both.coloured);
    await page.click('[data-view="spectra"]');
    await drawn();
  });

  it('is light on paper and dark in the dark', async () => {
    const light = await panel('after');
    await page.emulateMedia({ colorScheme: 'dark' });
    await drawn();
    const dark = await panel('after');
    expect(dark.image).not.toBe(light.image);
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const [r] = ((await background()).match(/\d+/g) ?? []).map(Number);
    expect(r).toBeLessThan(60);
    await page.emulateMedia({ colorScheme: 'dark', media: 'print' });
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await drawn();
    expect(await background()).toBe('rgb(255, 255, 255)');
    expect(await page.locator('.toolbar').isVisible()).toBe(false);
    expect(await page.locator('tbody tr:visible').count()).toBe(12);
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    await page.emulateMedia({ colorScheme: 'light', media: 'screen' });
    await drawn();
    expect((await panel('after')).image).toBe(light.image);
  });

  it('said nothing to the console and asked for nothing but itself', () => {
    expect(said).toEqual([]);
    expect(requested.filter((url) => !url.startsWith('data:'))).toEqual([pathToFileURL(path('page.html')).href]);
  });

  it('draws sticks of a table of peaks, on a rising axis', async () => {
    writeFileSync(path('peaks.csv'), 'm/z,70.03,70.04,103.2,250.7\na,5,,30,10\nb,7,2,25,\n');
    write('peaks-samples.csv', 'name\na\nb\n');
    const ran = await runHere([
      'preprocess',
      'peaks.csv',
      '--samples',
      'peaks-samples.csv',
      '--preprocessing',
      'pqn',
      '--out',
      'peaks.html',
    ]);
    expect(ran.status).toBe(0);
    expect(ran.stdout).toMatch(
      /Missing: 2 of 8 intensities \(25\.0%\)\. On a mass axis that means not detected, and is fed as 0/,
    );
    await page.goto(pathToFileURL(path('peaks.html')).href);
    await drawn();
    expect(await page.isChecked('#falling')).toBe(false);
    for (const id of ['before', 'after']) {
      expect((await panel(id)).coloured, id).toBeGreaterThan(100);
    }
    expect(said).toEqual([]);
  });
});
