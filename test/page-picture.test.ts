import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { selectRows } from '@spectrosim/models';
import { readSpectra } from '@spectrosim/models/io';
import { readArtifact } from '@spectrosim/runtime-node';
import { describe, it } from 'vitest';
import { findChromium } from '../cli/browser/find-chromium.js';
import { spectraFile, visitPage } from './page.setup.js';

const WIDTH = 1200;
const found = await findChromium({ fetch: false });
/** The folder to draw into, as in `SPECTROSIM_SCREENSHOTS=docs npx vitest run --project node test/page-picture.test.ts`. */
const folder = process.env.SPECTROSIM_SCREENSHOTS;
/** What `npm start` wrote. */
const start = process.env.SPECTROSIM_START ?? 'runs/start-1';
const reason = folder === undefined ? 'SPECTROSIM_SCREENSHOTS names no folder' : (found as { reason?: string }).reason;
const title = reason === undefined ? 'the page’s picture' : `the page’s picture (skipped: ${reason})`;

describe.skipIf(reason !== undefined)(title, () => {
  const visit = visitPage(found.path);

  it('is drawn of a model and spectra that "npm start" wrote', async () => {
    const spectra = await readSpectra(createReadStream(join(start, 'new/spectra.csv')), { name: 'spectra.csv' });
    const file = (name: string) => spectraFile(`${name}.csv`, selectRows(spectra, [spectra.names.indexOf(name)]));
    await visit.page.setViewportSize({ width: WIDTH, height: 900 });
    await visit.open({ 'fish-simulated': readArtifact(join(start, 'model')) });
    await visit.ready();
    await visit.choose('a', file('jack-mackerel-b28-f1'), file('jack-mackerel-b28-f2'));
    await visit.page.locator('#record:visible').waitFor();
    // Down to the end of the plot; what follows is told in the text beside the picture.
    const plot = await visit.page.locator('#plot').boundingBox();
    const height = Math.ceil((plot?.y ?? 0) + (plot?.height ?? 0) + 24);
    await visit.page.screenshot({
      path: join(folder as string, 'page.png'),
      fullPage: true,
      clip: { x: 0, y: 0, width: WIDTH, height },
      animations: 'disabled',
    });
  });
});
