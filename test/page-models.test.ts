import {
  createAxis,
  decodeReference,
  decodeSafetensors,
  encodeSafetensors,
  type Manifest,
  PARITY_GATES,
  sealArtifact,
  selectRows,
  tensorValue,
} from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { findChromium } from '../cli/browser/find-chromium.js';
import { SET, single, spectrum, visitPage } from './page.setup.js';
import { tinyVerifier } from './tiny-artifact.setup.js';

const found = await findChromium({ fetch: false });
const title =
  found.path === undefined ? `the page and its models (skipped: ${found.reason})` : 'the page and its models';

describe.skipIf(found.path === undefined)(title, () => {
  const visit = visitPage(found.path);

  it('fetches one WebAssembly file a provider that it measured, and none for one that is not there', async () => {
    await visit.open();
    await visit.ready();
    const measured = (await visit.page.locator('#trials td').allInnerTexts()).filter((row) =>
      row.includes(' ms a comparison'),
    );
    expect(measured.length).toBeGreaterThan(0);
    expect(visit.asked.filter(({ url }) => url.endsWith('.wasm'))).toHaveLength(measured.length);
  });

  it('says what is measured on unseen groups, with the floor beside it', async () => {
    await visit.open();
    await visit.ready();
    const { metrics } = visit.model.manifest;
    const shown = await visit.page.locator('.measures tbody tr').allInnerTexts();
    const expected = [metrics?.model, metrics?.untrained, metrics?.floor].map((system) => system?.auc.mean.toFixed(2));
    expect(shown).toHaveLength(3);
    shown.forEach((row, i) => {
      expect(row).toContain(expected[i]);
    });
    expect(await visit.text('#trust')).toMatch(/This browser was checked just now/);
  });

  it('says of a model of ratios what these cost', async () => {
    const { files } = await tinyVerifier({ candidates: ['floor'] });
    await visit.open({ verifier: async (path) => files[path] });
    await visit.ready();
    const { metrics } = JSON.parse(new TextDecoder().decode(files['manifest.json'])) as Manifest;
    const costs = await visit.page.locator('.measures td[data-label="Cost of ratios"]').allInnerTexts();
    expect(costs.map((text) => text.slice(0, 4))).toEqual(
      [metrics?.model, metrics?.floor].map((system) => system?.cllr?.mean.toFixed(2)),
    );
    expect(await visit.text('.measures thead')).toMatch(/Cllr in bits; lower is better/);
  });

  it('tries itself with the model’s reference', async () => {
    await visit.open();
    await visit.ready();
    const { input, pairs, score } = decodeReference(visit.files['reference.safetensors'] as Uint8Array);
    await visit.page.click('#try');
    const shown = await visit.verdict();
    expect(Math.abs(shown.score - (score[0] as number))).toBeLessThanOrEqual(PARITY_GATES.cosine);
    const { quantity, axis } = visit.model.manifest.input;
    const bins = axis.length;
    const names = Array.from({ length: input.length / bins }, (_, i) => `${i}`);
    const reference = { axis: createAxis(quantity, axis), names, intensities: input, columns: new Map(), notes: [] };
    await visit.expectVerdictOfNode(
      selectRows(reference, [pairs[0] as number]),
      selectRows(reference, [pairs[1] as number]),
    );
  });

  it('remembers what it measured, and measures again when asked', async () => {
    await visit.open();
    await visit.ready();
    const first = await visit.page.locator('#trials').innerText();
    const entries = () => visit.page.evaluate(() => Object.entries(localStorage));
    expect(await entries()).toHaveLength(1);
    // Marked, so that a second measurement would show.
    await visit.page.evaluate(() => {
      for (const [key, value] of Object.entries(localStorage)) {
        localStorage.setItem(key, value.replace(/"compareMs":[\d.]+/, '"compareMs":0.0625'));
      }
    });
    await visit.page.reload();
    await visit.ready();
    expect(await visit.page.locator('#trials').innerText()).toContain('0.1 ms a comparison');
    await visit.page.click('#measure');
    await expect
      .poll(() => visit.page.locator('#trials').innerText(), { timeout: 20_000 })
      .not.toContain('0.1 ms a comparison');
    expect(first).toContain('ms a comparison');
  });

  it('runs on the provider that is named, or on none', async () => {
    await visit.open();
    await visit.ready();
    await visit.choose('a', single(0), single(5));
    await visit.verdict();
    // Past the option that is disabled where there is no WebGPU.
    await visit.page.locator('#provider').evaluate((select) => {
      (select as HTMLSelectElement).value = 'webgpu';
      select.dispatchEvent(new Event('change'));
    });
    await visit.page.locator('#model-error:visible, #engine-state:has-text("WebGPU")').waitFor();
    if (await visit.page.locator('#model-error').isVisible()) {
      expect(await visit.text('#model-error')).toMatch(/webgpu/i);
      expect(await visit.text('#reason')).toBe('No verdict: no model is loaded.');
      expect(await visit.text('#engine-state')).toBe('No model is loaded.');
    }
    await visit.page.selectOption('#provider', 'wasm');
    await visit.page.locator('#engine-state:has-text("WebAssembly")').waitFor();
    await visit.expectVerdictOfNode(spectrum(0), spectrum(5));
    expect(await visit.text('#engine-state')).toMatch(/^WebAssembly/);
    expect(visit.said).toEqual([]);
    expect(await visit.page.locator('#model-error').isVisible()).toBe(false);
  });

  it('runs on one thread where the server does not isolate the page, and says so', async () => {
    await visit.open({ tiny: visit.read }, false);
    await visit.ready();
    expect(await visit.text('#engine-state')).toMatch(/^WebAssembly, 1 thread,/);
    expect(await visit.text('#threads-note')).toMatch(/COOP, COEP/);
    await visit.choose('a', single(0), single(5));
    await visit.expectVerdictOfNode(spectrum(0), spectrum(5));
    expect(visit.said).toEqual([]);
  });

  it('changes the model', async () => {
    await visit.open({ tiny: visit.read, other: visit.read });
    await visit.ready();
    await visit.choose('a', single(0), single(5));
    await visit.page.locator('#record-body:has-text("tiny")').waitFor();
    await visit.page.getByLabel('Model').selectOption('other');
    await visit.page.locator('#record-body:has-text("other")').waitFor();
    await visit.expectVerdictOfNode(spectrum(0), spectrum(5));
  });

  it('says what is wrong with a damaged model, or a server without one', async () => {
    await visit.open({ damaged: async (path) => (path === 'onnx/model.onnx' ? Uint8Array.of(1) : visit.files[path]) });
    await visit.page.locator('#model-error:visible').waitFor();
    expect(await visit.text('#model-error')).toMatch(/onnx\/model\.onnx was altered/);
    await visit.open({});
    await visit.page.locator('#model-error:visible').waitFor();
    expect(await visit.text('#model-error')).toMatch(/^The server has no model/);
  });

  it('shows no verdict when the browser does not give the reference’s answers', async () => {
    const reference = decodeSafetensors(visit.files['reference.safetensors'] as Uint8Array, 'reference.safetensors');
    const { dims, data } = reference.embedding as Extract<typeof reference.embedding, { type: 'float32' }>;
    const embedding = tensorValue(
      'float32',
      dims,
      data.map((value, i) => (i === 0 ? value + 0.01 : value)),
    );
    const altered = await sealArtifact(JSON.parse(new TextDecoder().decode(visit.files['manifest.json'])), {
      ...visit.files,
      'reference.safetensors': encodeSafetensors({ ...reference, embedding }),
    });
    await visit.open({ altered: async (path) => altered[path] });
    await visit.page.locator('#model-error:visible').waitFor();
    expect(await visit.text('#model-error')).toMatch(/wasm: It differs from the model's reference/);
    await visit.choose('a', single(0), single(5));
    await visit.page.getByText(`${SET.names[5]}.csv`, { exact: true }).waitFor();
    expect(await visit.text('#reason')).toBe('No verdict: no model is loaded.');
    await visit.page.selectOption('#provider', 'wasm');
    await visit.page.locator('#model-error:has-text("does not give the model\'s reference answers")').waitFor();
    expect(await visit.page.locator('#score:visible').count()).toBe(0);
  });
});
