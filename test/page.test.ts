import { PARITY_GATES } from '@spectrosim/models';
import { readSpectra } from '@spectrosim/models/io';
import { describe, expect, it } from 'vitest';
import { findChromium } from '../cli/browser/find-chromium.js';
import { csv, SET, single, slot, spectraFile, spectrum, visitPage } from './page.setup.js';

const found = await findChromium({ fetch: false });
const title = found.path === undefined ? `the page (skipped: ${found.reason})` : 'the page';

describe.skipIf(found.path === undefined)(title, () => {
  const visit = visitPage(found.path);

  /** Painted pixels of a colour of the page, given by its variable, on the plot. */
  const painted = (variable: string) =>
    visit.page.locator('#canvas canvas').evaluate((plot, name) => {
      const { width, height } = plot as HTMLCanvasElement;
      const canvas = Object.assign(document.createElement('canvas'), { width, height: height + 1 });
      const copy = canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
      copy.drawImage(plot as HTMLCanvasElement, 0, 0);
      copy.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name);
      copy.fillRect(0, height, 1, 1);
      const wanted = copy.getImageData(0, height, 1, 1).data;
      const pixels = copy.getImageData(0, 0, width, height).data;
      let count = 0;
      for (let i = 0; i < pixels.length; i += 4) {
        const near = [0, 1, 2].every((c) => Math.abs((pixels[i + c] as number) - (wanted[c] as number)) < 12);
        count += near && (pixels[i + 3] as number) > 200 ? 1 : 0;
      }
      return count;
    }, variable);

  it('gives node’s verdict on two dropped files, draws both, and asks no one else', async () => {
    const address = await visit.open();
    await visit.ready();
    const before = visit.asked.length;
    const dropped = await visit.page.evaluateHandle(
      (all) => {
        const transfer = new DataTransfer();
        for (const { name, content } of all) {
          transfer.items.add(new File([content], name, { type: 'text/csv' }));
        }
        return transfer;
      },
      [single(0), single(5)].map(({ name, buffer }) => ({ name, content: buffer.toString() })),
    );
    await visit.page.dispatchEvent('h1', 'drop', { dataTransfer: dropped });
    await visit.expectVerdictOfNode(spectrum(0), spectrum(5));

    expect(await visit.text(`${slot('a')} h2`)).toContain(SET.names[0]);
    expect(await visit.text(`${slot('b')} h2`)).toContain(SET.names[5]);
    expect(await painted('--a')).toBeGreaterThan(100);
    expect(await painted('--b')).toBeGreaterThan(100);
    expect(await visit.text('#reason')).toMatch(/^The score, .* the model’s threshold, .*\.$/);
    expect(await visit.text('#engine-state')).toMatch(
      /^WebAssembly, \d+ threads?, ONNX Runtime 1\.\d+\.\d+\. This comparison took/,
    );
    expect(await visit.page.locator('#simulated').isVisible()).toBe(true);
    expect(visit.said).toEqual([]);
    const { origin } = new URL(address);
    const elsewhere = visit.asked.filter(({ url }) => !url.replace(/^blob:/, '').startsWith(`${origin}/`));
    expect(elsewhere).toEqual([]);
    expect(visit.asked.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(visit.asked.slice(before)).toEqual([]);
  });

  it('shows the reader’s message beside the bad file, and loses nothing', async () => {
    await visit.open();
    await visit.ready();
    await visit.choose('a', single(0));
    await visit.choose('b', single(5));
    await visit.verdict();
    const bad = csv('bad.csv', 'm/z,100,101\nx,1,abc\n');
    const expected = await readSpectra(bad.buffer, { name: bad.name }).catch((error: Error) => error.message);
    await visit.choose('b', bad);
    await visit.page.locator(`${slot('b')} .alert:visible`).waitFor();
    expect(await visit.text(`${slot('b')} .alert`)).toBe(expected);
    expect(await visit.page.locator(`${slot('a')} .alert:visible`).count()).toBe(0);
    await visit.expectVerdictOfNode(spectrum(0), spectrum(5));
    await visit.choose('b', single(6));
    await visit.page.getByText(`${SET.names[6]}.csv`, { exact: true }).waitFor();
    expect(await visit.page.locator(`${slot('b')} .alert:visible`).count()).toBe(0);
    await visit.expectVerdictOfNode(spectrum(0), spectrum(6));
    expect(visit.said).toEqual([]);
  });

  it('says beside the spectrum why it does not fit the model', async () => {
    await visit.open();
    await visit.ready();
    await visit.choose('a', single(0));
    await visit.choose('b', csv('raman.csv', 'raman_shift,100,101\nx,1,2\n'));
    await visit.page.locator(`${slot('b')} .alert:visible`).waitFor();
    expect(await visit.text(`${slot('b')} .alert`)).toMatch(/axis of raman_shift, the model takes m\/z/);
    expect(await visit.text('#reason')).toMatch(/^No verdict: a spectrum does not fit the model/);
    expect(await visit.page.locator('#score:visible').count()).toBe(0);
  });

  it('refuses three files', async () => {
    await visit.open();
    await visit.ready();
    await visit.choose('a', single(0), single(1), single(2));
    expect(await visit.text('#drop-error')).toMatch(/^3 files were given: .* A comparison takes two/);
  });

  it('offers the names of one file on both sides', async () => {
    await visit.open();
    await visit.ready();
    await visit.choose('a', spectraFile('all.csv', SET));
    await visit.expectVerdictOfNode(spectrum(0), spectrum(1));
    await visit.page
      .getByLabel(`One of ${SET.names.length} spectra`)
      .nth(1)
      .selectOption(SET.names[7] as string);
    await visit.expectVerdictOfNode(spectrum(0), spectrum(7));
    await visit.page.locator(`#record-body:has-text("${SET.names[7]}")`).waitFor();
  });

  it('swaps the sides: the names change places, the similarity stays', async () => {
    await visit.open();
    await visit.ready();
    await visit.choose('a', single(0), single(5));
    const before = await visit.verdict();
    await visit.page.click('#swap');
    expect(await visit.text(`${slot('a')} h2`)).toContain(SET.names[5]);
    const after = await visit.verdict();
    expect(Math.abs(after.similarity - before.similarity)).toBeLessThanOrEqual(PARITY_GATES.cosine);
    expect(after.state).toBe(before.state);
  });

  it('can be worked by keyboard', async () => {
    // Waited for from the start: Chromium has to be told first that a test answers in the user's place.
    const chooser = visit.page.waitForEvent('filechooser');
    await visit.open();
    await visit.ready();
    await visit.page.locator('#choose-a').focus();
    const ring = await visit.page
      .locator(`${slot('a')} .button`)
      .evaluate((element) => getComputedStyle(element).outlineStyle);
    expect(ring).toBe('solid');
    await visit.page.keyboard.press('Enter');
    await (await chooser).setFiles([single(0), single(5)]);
    await visit.verdict();
    await visit.page.locator('input[value=mirrored]').focus();
    await visit.page.keyboard.press('ArrowRight');
    expect(await visit.page.locator('input[value=overlaid]').isChecked()).toBe(true);
    await visit.page.keyboard.press('ArrowRight');
    expect(await visit.page.locator('#canvas').getAttribute('aria-label')).toMatch(/, difference$/);
    expect(await painted('--ink')).toBeGreaterThan(100);
    await visit.page.locator(`${slot('b')} .remove`).focus();
    await visit.page.keyboard.press('Enter');
    expect(await visit.text('#reason')).toMatch(/once the other spectrum is there/);
    expect(await visit.page.evaluate(() => document.activeElement?.id)).toBe('choose-b');
  });

  it('zooms and comes back', async () => {
    await visit.open();
    await visit.ready();
    await visit.choose('a', single(0), single(5));
    await visit.verdict();
    const picture = () =>
      visit.page.locator('#canvas canvas').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    const whole = await picture();
    await visit.page.click('#zoom-in');
    const near = await picture();
    expect(near).not.toBe(whole);
    await visit.page.click('#zoom-all');
    expect(await picture()).toBe(whole);
  });

  it('prints one page that says what was compared, by what, and when', async () => {
    await visit.open();
    await visit.ready();
    await visit.choose('a', single(0), single(5));
    await visit.page.locator('#record:visible').waitFor();
    const record = await visit.text('#record-body');
    expect(record).toContain(visit.model.artifact.manifestHash);
    expect(record).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC[+−]\d\d:\d\d/);
    expect(record.match(/SHA-256 of the file [0-9a-f]{64}/g)).toHaveLength(2);
    const pdf = (await visit.page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
    expect(pdf.match(/\/Type \/Page\b(?!s)/g)).toHaveLength(1);
  });
});
