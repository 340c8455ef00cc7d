import { join } from 'node:path';
import { explanationWords, loadModel, type Manifest, sealArtifact } from '@spectrosim/models';
import { nodeRuntime } from '@spectrosim/runtime-node';
import { describe, expect, it } from 'vitest';
import { findChromium } from '../cli/browser/find-chromium.js';
import { missedExplanation } from './missed-explanation.setup.js';
import { SET, single, slot, spectrum, visitPage } from './page.setup.js';
import { ONE_THREAD } from './tiny-artifact.setup.js';

const found = await findChromium({ fetch: false });
const title = found.path === undefined ? `why, in the page (skipped: ${found.reason})` : 'why, in the page';
/** A folder for pictures of the section, to be looked at. */
const folder = process.env.SPECTROSIM_SCREENSHOTS;

describe.skipIf(found.path === undefined)(title, () => {
  const visit = visitPage(found.path);
  const compared = async (i = 0, j = 20) => {
    await visit.open();
    await visit.ready();
    await visit.choose('a', single(i), single(j));
    await visit.verdict();
  };
  const explained = () => visit.page.locator('#why[data-completeness]').waitFor();
  const fetched = () => visit.asked.filter(({ url }) => url.includes('explain.onnx'));
  /** A few digits that stand for what is drawn on a canvas. */
  const picture = (place: string) =>
    visit.page.locator(`${place} canvas`).evaluate(async (canvas) => {
      const drawn = new TextEncoder().encode((canvas as HTMLCanvasElement).toDataURL());
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', drawn));
      return Array.from(digest.subarray(0, 6), (byte) => byte.toString(16)).join(' ');
    });
  const pictures = async () => [await picture('#canvas'), await picture('#why-canvas')];
  /** The regions as the page lists them. */
  const rows = () =>
    visit.page.locator('#why-regions tr').evaluateAll((all) =>
      all.map((row) => ({
        direction: row.className,
        cells: Array.from(row.querySelectorAll('td'), (cell) => cell.textContent),
      })),
    );
  /** Columns of the plot that have a pixel of a colour of the page, above and below its middle. */
  const columns = (variable: string) =>
    visit.page.locator('#why-canvas canvas').evaluate((plot, name) => {
      const { width, height } = plot as HTMLCanvasElement;
      const canvas = Object.assign(document.createElement('canvas'), { width, height: height + 1 });
      const copy = canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
      copy.drawImage(plot as HTMLCanvasElement, 0, 0);
      copy.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name);
      copy.fillRect(0, height, 1, 1);
      const wanted = copy.getImageData(0, height, 1, 1).data;
      const { data } = copy.getImageData(0, 0, width, height);
      let count = 0;
      for (let i = 0; i < data.length; i += 4) {
        count += [0, 1, 2].every((c) => Math.abs((data[i + c] as number) - (wanted[c] as number)) < 12) ? 1 : 0;
      }
      return count;
    }, variable);

  it('fetches and computes nothing until it is opened, then tells what node tells', async () => {
    await compared();
    expect(await visit.page.locator('#why-body').isVisible()).toBe(false);
    expect(fetched()).toEqual([]);
    await visit.page.click('#explain');
    await explained();
    expect(fetched()).toHaveLength(1);
    const why = await visit.model.explain(spectrum(0), spectrum(20));
    const words = explanationWords(why, visit.model.manifest, 5);
    expect(await rows()).toEqual(
      words.regions.map(({ direction, where, does, share }) => ({ direction, cells: [where, does, share] })),
    );
    expect(await visit.text('#why-state')).toBe(words.lead);
    expect(await visit.text('#why-sum')).toContain(words.sum);
    expect(await visit.text('#why-sum')).toMatch(/The parts add up to the difference within \de-\d+\.$/);
    expect(await visit.page.locator('#why-addition').isVisible()).toBe(false);
    const data = await visit.page.locator('#why').evaluate((section) => ({ ...(section as HTMLElement).dataset }));
    expect(Number(data.completeness)).toBeLessThan(1e-4);
    expect(await columns('--alike')).toBeGreaterThan(20);
    expect(await columns('--apart')).toBeGreaterThan(20);
    expect(visit.said).toEqual([]);
    expect(visit.asked.every(({ method }) => method === 'GET')).toBe(true);

    // Opened, it follows the pair, with the graph that it has.
    await visit.choose('b', single(5));
    await visit.page.locator('#record-body', { hasText: SET.names[5] as string }).waitFor();
    await explained();
    const next = explanationWords(await visit.model.explain(spectrum(0), spectrum(5)), visit.model.manifest, 5);
    expect((await rows()).map(({ cells }) => cells[0])).toEqual(next.regions.map(({ where }) => where));
    expect(fetched()).toHaveLength(1);
    await visit.page.click(`${slot('b')} .remove`);
    expect(await visit.page.locator('#why').isVisible()).toBe(false);
  });

  it('sees the same stretch of the axis as the spectra, whichever of the two is zoomed; by keyboard', async () => {
    await compared();
    await visit.page.locator('#explain').focus();
    await visit.page.keyboard.press('Enter');
    await explained();
    expect(await visit.page.locator('#explain').getAttribute('aria-expanded')).toBe('true');
    // There and back once: a bar may begin a hundredth of a pixel beside where it first did.
    await visit.page.click('#zoom-in');
    await visit.page.click('#zoom-all');
    const whole = await pictures();
    const expectElsewhere = () =>
      expect.poll(async () => (await pictures()).every((drawn, i) => drawn !== whole[i])).toBe(true);
    await visit.page.locator('#zoom-in').focus();
    await visit.page.keyboard.press('Enter');
    await expectElsewhere();
    await visit.page.click('#zoom-all');
    await expect.poll(pictures).toEqual(whole);
    // The first region: both go there.
    await visit.page.locator('#explain').focus();
    await visit.page.keyboard.press('Tab');
    await visit.page.keyboard.press('Enter');
    await expectElsewhere();
    await visit.page.click('#zoom-all');
    await expect.poll(pictures).toEqual(whole);
    // Dragged across here: the spectra follow.
    const box = (await visit.page.locator('#why-canvas .u-over').boundingBox()) as {
      x: number;
      y: number;
      width: number;
    };
    await visit.page.mouse.move(box.x + box.width / 4, box.y + 20);
    await visit.page.mouse.down();
    await visit.page.mouse.move(box.x + box.width / 2, box.y + 20, { steps: 4 });
    await visit.page.mouse.up();
    await expectElsewhere();
    await visit.page.click('#explain');
    expect(await visit.page.locator('#why-body').isVisible()).toBe(false);
    expect(visit.said).toEqual([]);
  });

  it('says of a model from before explanations that it has to be trained again', async () => {
    const { 'manifest.json': bytes, 'onnx/explain.onnx': _, ...others } = visit.files as Record<string, Uint8Array>;
    const { files: __, ...manifest } = JSON.parse(new TextDecoder().decode(bytes)) as Manifest;
    const { explain: ___, ...graphs } = manifest.graphs;
    const old = await sealArtifact({ ...manifest, graphs }, others);
    await visit.open({ old: async (path) => old[path] });
    await visit.ready();
    await visit.choose('a', single(0), single(20));
    await visit.verdict();
    expect(await visit.text('#why-unable')).toMatch(/before models could explain themselves.*train it again/);
    expect(await visit.page.locator('#explain').isVisible()).toBe(false);
  });

  it('draws no part and names no region where the parts do not add up, and says so', async () => {
    const files = await missedExplanation();
    const model = await loadModel(async (path) => files[path], nodeRuntime(), ONE_THREAD);
    const words = explanationWords(await model.explain(spectrum(0), spectrum(20)), model.manifest, 5);
    await model.dispose();
    expect(words.addition).toMatch(/^The parts do not add up/);
    await visit.open({ missed: async (path) => files[path] });
    await visit.ready();
    await visit.choose('a', single(0), single(20));
    await visit.verdict();
    await visit.page.click('#explain');
    await visit.page.locator('#why[data-adds-up=false]').waitFor();
    expect(await visit.text('#why-state')).toBe(words.lead);
    expect(await visit.text('#why-addition')).toBe(words.addition);
    expect(await visit.text('#why-sum')).toBe(words.sum);
    expect(await visit.page.locator('#why-canvas canvas').count()).toBe(0);
    expect(await rows()).toEqual([]);
    expect(await visit.page.locator('#why-parts').isVisible()).toBe(false);
    expect(await visit.page.locator('#why-body li:visible').count()).toBe(1);
    expect(await visit.page.locator('#why-error').isVisible()).toBe(false);
    expect(visit.said).toEqual([]);
    if (folder !== undefined) {
      await visit.page.locator('#why').screenshot({ path: join(folder, 'why-not-adding-up.png') });
    }
  });

  it('says what went wrong, and keeps the verdict', async () => {
    const damaged = async (path: string) =>
      path === 'onnx/explain.onnx' ? new Uint8Array(8) : (visit.files[path] as Uint8Array);
    await visit.open({ damaged });
    await visit.ready();
    await visit.choose('a', single(0), single(20));
    await visit.verdict();
    await visit.page.click('#explain');
    await visit.page.locator('#why-error:visible').waitFor();
    expect(await visit.text('#why-error')).toMatch(/onnx\/explain\.onnx/);
    await visit.expectVerdictOfNode(spectrum(0), spectrum(20));
  });

  it.skipIf(folder === undefined)(
    `is drawn in light, dark and narrow${folder === undefined ? ' (skipped: SPECTROSIM_SCREENSHOTS names no folder)' : ''}`,
    async () => {
      await compared();
      await visit.page.click('#explain');
      await explained();
      for (const [name, width, colorScheme] of [
        ['light', 1000, 'light'],
        ['dark', 1000, 'dark'],
        ['narrow', 390, 'light'],
      ] as const) {
        await visit.page.emulateMedia({ colorScheme });
        await visit.page.setViewportSize({ width, height: 900 });
        await visit.page.waitForTimeout(300);
        await visit.page.locator('#why').screenshot({ path: join(folder as string, `why-${name}.png`) });
      }
    },
  );
});
