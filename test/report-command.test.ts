import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { VerifierEvaluation } from '@spectrosim/training';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../cli/browser/find-chromium.js';
import { chromiumLaunchOptions } from '../cli/browser/launch-options.js';
import { workplace } from './command.setup.js';
import { TINY_ENCODER } from './tiny-artifact.setup.js';

const { folder, runHere, write, list, remove } = workplace();
const path = (...parts: string[]) => join(folder, ...parts);
const HOSTILE = '</script><img src=x onerror=document.title=1>';

const EVALUATE = ['evaluate', 'fish', '--group', 'batch', '--run', 'day', '--folds', '2', '--threads', '1'];
const LADDER = [...EVALUATE, '--partitions', '1', '--candidates', 'floor,linear'];

async function runJson(parameters: readonly string[]): Promise<Record<string, unknown>> {
  const { status, stdout, stderr } = await runHere([...parameters, '--json']);
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout);
}

let evaluated: Record<string, unknown>;

beforeAll(async () => {
  write('simulation.json', '{"axis":{"bins":130},"design":{"batches":12,"fishPerBatch":3,"qcInterval":0}}');
  await runJson(['simulate', '--out', 'fish', '--config', 'simulation.json']);
  await runJson(['simulate', '--out', 'new-fish', '--seed', '2', '--config', 'simulation.json']);
  const renamed = (file: string, name: (batch: string) => string) =>
    write(
      file,
      readFileSync(path(file), 'utf8').replaceAll(/,(batch\d+)/g, (_, batch) => `,${name(batch)}`),
    );
  renamed('fish/samples.csv', (batch) => (batch === 'batch03' ? HOSTILE : batch));
  renamed('new-fish/samples.csv', (batch) => `new-${batch}`);
  evaluated = await runJson([...LADDER, '--report', 'out/report.html']);
}, 120_000);
afterAll(remove);

describe('evaluate --report', () => {
  it('writes the report beside what it prints, and the same bytes again', async () => {
    expect(evaluated).toMatchObject({ report: 'out/report.html', protocol: '2-fold by group' });
    const first = readFileSync(path('out/report.html'), 'utf8');
    await runJson([...LADDER, '--report', 'again.html']);
    expect(readFileSync(path('again.html'), 'utf8')).toBe(first);
    expect(first).not.toContain(folder);
    expect(list().filter((name) => /report|again|tmp/.test(name))).toEqual(['again.html', 'out/report.html']);
    expect(statSync(path('again.html')).size).toBeLessThan(1_000_000);
  });

  it('replaces a report with --force, and prints where it is', async () => {
    write('old.html', readFileSync(path('out/report.html'), 'utf8').replace('The same batch', 'Something else'));
    const { status, stdout } = await runHere([...LADDER, '--candidates', 'floor', '--report', 'old.html', '--force']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/Report in old\.html\. Open it in a browser\./);
    expect(readFileSync(path('old.html'), 'utf8')).not.toContain('Something else');
  });

  it('shows the honest protocol where one that leaks was asked for, and flags it', async () => {
    const leaking = [...EVALUATE, '--partitions', '1', '--candidates', 'floor', '--protocol', 'pairs'];
    const result = await runJson([...leaking, '--report', 'leak.html']);
    const page = readFileSync(path('leak.html'), 'utf8');
    expect(page).toMatch(/class="alert bad"[\s\S]*The protocol that was asked for leaks/);
    const { auc } = (result as unknown as { honest: VerifierEvaluation }).honest.model;
    expect(page).toMatch(new RegExp(`data-measure="auc"[\\s\\S]*?data-system="model"><b>${auc.mean.toFixed(3)}</b>`));
    expect(page).toMatch(
      new RegExp(`data-leak="auc"[\\s\\S]*?${(result as unknown as VerifierEvaluation).model.auc.mean.toFixed(3)}`),
    );
  });
});

describe('train --report and evaluate --model --report', () => {
  it('report the recipe of the model that was trained, and the model on new spectra', async () => {
    const trained = await runJson([
      ...['train', 'fish', '--group', 'batch', '--threads', '1', '--folds', '2', '--candidates', 'floor'],
      ...['--out', 'model', '--report', 'train.html'],
    ]);
    expect(trained).toMatchObject({ report: 'train.html' });
    expect(readFileSync(path('train.html'), 'utf8')).toMatch(
      /The model itself \(.*cosine.*\) was then made by the same recipe/,
    );
    const measured = await runJson([
      ...['evaluate', 'new-fish', '--group', 'batch', '--threads', '1', '--model', 'model', '--report', 'model.html'],
    ]);
    const page = readFileSync(path('model.html'), 'utf8');
    const { model } = (measured as { metrics: { model: Record<string, { mean: number }> } }).metrics;
    for (const name of ['auc', 'balancedAccuracy', 'cllr', 'minCllr', 'eer']) {
      expect(page).toMatch(
        new RegExp(`data-measure="${name}"[\\s\\S]*?data-system="model"><b>${model[name]?.mean.toFixed(3)}</b>`),
      );
    }
    expect(page).toMatch(/Its manifest, SHA-256<\/dt><dd>[0-9a-f]{64}/);
    expect(page).toMatch(/id="tippett"/);
  });

  it('of a contrastive model, whose scores are cosines, leaves out what is of ratios', async () => {
    write('tiny.json', JSON.stringify({ encoder: TINY_ENCODER }));
    const settings = ['--group', 'batch', '--threads', '1', '--config', 'tiny.json'];
    await runJson(['train', 'fish', ...settings, '--contrastive', '--steps', '2', '--out', 'encoder']);
    await runJson(['evaluate', 'new-fish', '--group', 'batch', '--model', 'encoder', '--report', 'cosine.html']);
    const page = readFileSync(path('cosine.html'), 'utf8');
    expect(page).toContain('The scores are cosines and no likelihood ratios');
    expect(page).not.toMatch(/id="(tippett|reliability|band)"/);
    expect(page).toMatch(/id="roc"[\s\S]*id="det"[\s\S]*id="matrix"[\s\S]*id="map"/);
  });
});

describe('--report is refused before any work', () => {
  it.each<[string, number, string[], RegExp]>([
    ['a file that is there', 2, [...LADDER, '--report', 'kept.html'], /kept\.html exists.*--force/],
    [
      'a file of another program',
      2,
      [...LADDER, '--report', 'kept.html', '--force'],
      /kept\.html is not a file that this command wrote/,
    ],
    [
      'what it reads',
      2,
      [...LADDER, '--report', 'fish/samples.csv', '--force'],
      /fish\/samples\.csv is what the command reads/,
    ],
    ['a folder', 2, [...LADDER, '--report', 'fish'], /fish is a folder/],
    [
      'the contrastive cross-validation, whose folds have no common scale',
      2,
      [...EVALUATE, '--contrastive', '--report', 'new.html'],
      /--report draws scores that are on one scale.*evaluate NEW-DATA --model DIR --report FILE/,
    ],
    [
      'the contrastive training',
      2,
      ['train', 'fish', '--group', 'batch', '--contrastive', '--out', 'new', '--report', 'new.html'],
      /--report is of a cross-validated recipe/,
    ],
  ])('%s', async (_, status, parameters, message) => {
    write('kept.html', '<p>mine</p>');
    const before = list();
    const ran = await runHere(parameters);
    expect(ran.stderr).toMatch(message);
    expect(ran.status).toBe(status);
    expect(list()).toEqual(before);
    expect(readFileSync(path('kept.html'), 'utf8')).toBe('<p>mine</p>');
  });
});

const found = await findChromium({ fetch: false });
const title =
  found.path === undefined ? `the report in a browser (skipped: ${found.reason})` : 'the report in a browser';

describe.skipIf(found.path === undefined)(title, () => {
  let browser: Browser;
  let page: Page;
  const said: string[] = [];
  const requested: string[] = [];
  beforeAll(async () => {
    const { chromium } = await import('playwright-core');
    browser = await chromium.launch(chromiumLaunchOptions(found.path as string));
    page = await browser.newPage({ viewport: { width: 1240, height: 1000 } });
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    page.on('request', (request) => requested.push(request.url()));
    await page.goto(pathToFileURL(path('out/report.html')).href);
  });
  afterAll(async () => {
    await browser.close();
  });

  const reading = (figure: string) => page.textContent(`#${figure} output`);
  /** The middle of a drawing, in the window. */
  async function point(selector: string, share: { x: number; y: number } = { x: 0.5, y: 0.5 }) {
    const drawing = page.locator(selector);
    await drawing.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await drawing.boundingBox()) as {
      x: number;
      y: number;
      width: number;
      height: number;
    };
    await page.mouse.move(x + share.x * width, y + share.y * height);
  }

  it('has in its table the numbers of --json', async () => {
    const { model, floor, labelFree, difference } = evaluated as unknown as VerifierEvaluation;
    const rows = page.locator('#measures tr[data-measure]');
    expect(await rows.count()).toBe(8);
    for (const name of [
      'auc',
      'hardAuc',
      'eer',
      'fnrAt1',
      'balancedAccuracy',
      'averagePrecision',
      'cllr',
      'minCllr',
    ] as const) {
      const row = page.locator(`#measures tr[data-measure=${name}]`);
      for (const [key, system] of Object.entries({ model, floor, labelFree })) {
        const { mean, lo, hi } = system?.[name] ?? { mean: Number.NaN, lo: 0, hi: 0 };
        const text = await row.locator(`[data-system=${key}]`).textContent();
        expect(text, `${name} of ${key}`).toBe(`${mean.toFixed(3)}${lo.toFixed(3)}–${hi.toFixed(3)}`);
      }
      const { mean } = difference[name];
      const shown = (await row.locator('td').last().textContent()) ?? '';
      expect(Number.parseFloat(shown.replace('−', '-')), name).toBe(Number(mean.toFixed(3)));
    }
  });

  it('draws every curve where it is seen', async () => {
    for (const id of ['histogram', 'roc', 'det', 'tippett', 'reliability']) {
      const drawn = await page.$$eval(`#${id} [data-plot] .curve`, (curves) =>
        curves.map((curve) => {
          const path = curve as SVGPathElement;
          const { width, height } = path.getBoundingClientRect();
          return { length: path.getTotalLength(), size: width + height, stroke: getComputedStyle(path).stroke };
        }),
      );
      expect(drawn.length, id).toBeGreaterThanOrEqual(2);
      for (const { length, size, stroke } of drawn) {
        expect(length, id).toBeGreaterThan(50);
        expect(size, id).toBeGreaterThan(50);
        expect(stroke, id).toMatch(/^rgb/);
      }
    }
    expect(await page.locator('#matrix [data-order=similarity] path').count()).toBeGreaterThan(1);
    expect(await page.locator('#map .map:visible .point').count()).toBe(18);
  });

  it('shows names that are markup as text', async () => {
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.title()).toBe('Evaluation on fish: the same batch, or not?');
    expect(await page.locator('#matrix text', { hasText: '</script>' }).count()).toBeGreaterThan(0);
  });

  it('reads curves off under the pointer, and by arrow keys', async () => {
    await point('#roc svg >> nth=-1');
    expect(await reading('roc')).toMatch(
      /^Different-source pairs accepted \d+\.\d+% · Model \d.*% · Total whitening .*% · Floor/,
    );
    await page.mouse.move(0, 0);
    expect(await reading('roc')).toBe('');
    await page.focus('#det .plot');
    await page.keyboard.press('ArrowRight');
    const first = await reading('det');
    expect(first).toMatch(/^Different-source pairs accepted [\d.]+%/);
    await page.keyboard.press('Shift+ArrowRight');
    expect(await reading('det')).not.toBe(first);
    await page.focus('#tippett .plot');
    await page.keyboard.press('ArrowLeft');
    expect(await reading('tippett')).toMatch(/same source, model [\d.]+%.*different sources, floor [\d.]+%/);
  });

  it('tells the cell of the matrix, and orders groups anew', async () => {
    await page.focus('#matrix .plot');
    await page.keyboard.press('ArrowRight');
    expect(await reading('matrix')).toMatch(
      /: (mean log-likelihood ratio −?[\d.]+, of \d+ pairs|never held out together)$/,
    );
    const names = () => page.locator('#matrix [data-order]:not([hidden]) text[text-anchor=end]').allTextContents();
    const before = await names();
    expect(before).toHaveLength(12);
    await page.click('[data-sort=name]');
    const after = await names();
    expect(after).not.toEqual(before);
    expect([...after].sort()).toEqual([...before].sort());
    expect(after.filter((name) => name.startsWith('batch'))).toEqual(
      [...after.filter((name) => name.startsWith('batch'))].sort(),
    );
    expect(await page.locator('#matrix [data-order=similarity]').isVisible()).toBe(false);
  });

  it('names the spectrum under the pointer of the map, and changes the fold', async () => {
    await page.focus('#map .map:not([hidden])');
    await page.keyboard.press('ArrowRight');
    expect(await reading('map')).toMatch(/^\S+ · batch .+ · run \d+$/);
    const tips = () =>
      page.$$eval('#map .map:not([hidden]) .point', (marks) => marks.map((mark) => mark.getAttribute('data-tip')));
    const [first, stress] = [await tips(), await page.textContent('#stress')];
    await page.selectOption('#fold', { index: 1 });
    const second = await tips();
    expect(second).toHaveLength(18);
    expect(second.filter((tip) => first.includes(tip))).toEqual([]);
    expect(await page.textContent('#stress')).toMatch(/^0\.\d\d$/);
    expect(stress).toMatch(/^0\.\d\d$/);
  });

  it('is read by headings and labels', async () => {
    expect(await page.locator('h1').count()).toBe(1);
    expect(await page.locator('main h2').allTextContents()).toEqual(
      expect.arrayContaining([
        'What this means',
        'Curves',
        'Groups and spectra',
        'The worst errors',
        'Where it comes from',
      ]),
    );
    const unlabelled = await page.$$eval(
      '[role=img], figure, nav',
      (elements) =>
        elements.filter((one) => !one.getAttribute('aria-label') && !one.getAttribute('aria-labelledby')).length,
    );
    expect(unlabelled).toBe(0);
    await page.click('#roc summary');
    expect(await page.locator('#roc details tbody tr').count()).toBe(8);
  });

  it('is dark in the dark, light on paper, and fits a phone', async () => {
    const colours = () =>
      page.evaluate(() => [
        getComputedStyle(document.body).color,
        getComputedStyle(document.querySelector('#roc') as Element).backgroundColor,
        getComputedStyle(document.querySelector('#roc .curve.model') as Element).stroke,
      ]);
    const light = await colours();
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await colours();
    dark.forEach((colour, i) => {
      expect(colour).not.toBe(light[i]);
    });
    await page.emulateMedia({ colorScheme: 'dark', media: 'print' });
    expect(await colours()).toEqual(light);
    expect(await page.locator('nav').isVisible()).toBe(false);
    expect(await page.locator('.signatures').isVisible()).toBe(true);
    await page.emulateMedia({ colorScheme: 'light', media: 'screen' });
    await page.setViewportSize({ width: 380, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  });

  it('said nothing to the console and asked for nothing but itself', () => {
    expect(said).toEqual([]);
    expect(requested.filter((url) => !url.startsWith('data:'))).toEqual([pathToFileURL(path('out/report.html')).href]);
  });
});
