import {
  type ArtifactReader,
  loadModel,
  type Model,
  PARITY_GATES,
  type SpectrumSet,
  selectRows,
} from '@spectrosim/models';
import { writeSpectra } from '@spectrosim/models/io';
import { nodeRuntime } from '@spectrosim/runtime-node';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { chromiumLaunchOptions } from '../cli/browser/launch-options.js';
import { type PageServer, servePage } from './page-server.setup.js';
import { ONE_THREAD, tinyArtifact, tinySet } from './tiny-artifact.setup.js';

/** A file as a user has it on disk. */
export interface UserFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** A CSV file. */
export function csv(name: string, text: string): UserFile {
  return { name, mimeType: 'text/csv', buffer: Buffer.from(text) };
}

/** Spectra of the set as a file. */
export function spectraFile(name: string, set: SpectrumSet): UserFile {
  return csv(name, [...writeSpectra(set)].join(''));
}

/** The simulated spectra that the page is given. */
export const SET = tinySet();

/** One spectrum of {@link SET}, as a set of one. */
export function spectrum(index: number): SpectrumSet {
  return selectRows(SET, [index]);
}

/** One spectrum of {@link SET}, in a file called after it. */
export function single(index: number): UserFile {
  return spectraFile(`${SET.names[index]}.csv`, spectrum(index));
}

/** A Chromium with the page; a fresh profile and a fresh server a test. */
export interface Visit {
  readonly page: Page;
  /** What the page wrote on the console, and errors that nobody caught. */
  readonly said: readonly string[];
  /** Every request. */
  readonly asked: readonly { readonly url: string; readonly method: string }[];
  /** The tiny artifact's files, and the model in node. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly model: Model;
  readonly read: ArtifactReader;
  /** Serves the page with models (the tiny one by itself) and goes there; answers the address. */
  open(models?: Readonly<Record<string, ArtifactReader>>, isolated?: boolean): Promise<string>;
  /** Waits until a model is loaded. */
  ready(): Promise<void>;
  choose(side: 'a' | 'b', ...files: readonly UserFile[]): Promise<void>;
  text(selector: string): Promise<string>;
  /** The verdict that the page shows, as numbers. */
  verdict(): Promise<{ similarity: number; score: number; state: string | undefined }>;
  /** Expects the page's verdict to be node's, within the parity gate. */
  expectVerdictOfNode(a: SpectrumSet, b: SpectrumSet): Promise<void>;
}

/** Where one side's card is. */
export function slot(side: 'a' | 'b'): string {
  return `[data-side=${side}]`;
}

/** Opens a Chromium around the tests of a `describe`. */
export function visitPage(chromiumPath: string | undefined): Visit {
  let [files, model]: [Visit['files'], Model | undefined] = [{}, undefined];
  let browser: Browser | undefined;
  let context: BrowserContext | undefined;
  let page: Page | undefined;
  const servers: PageServer[] = [];
  const said: string[] = [];
  const asked: { url: string; method: string }[] = [];

  beforeAll(async () => {
    files = (await tinyArtifact()).files;
    model = await loadModel(async (path) => files[path], nodeRuntime(), ONE_THREAD);
    browser = await chromium.launch(chromiumLaunchOptions(chromiumPath as string));
  });
  afterAll(async () => {
    await browser?.close();
    await model?.dispose();
  });
  beforeEach(async () => {
    said.length = 0;
    asked.length = 0;
    context = await (browser as Browser).newContext({ viewport: { width: 1000, height: 900 } });
    page = await context.newPage();
    page.on('console', (message) => {
      // Chromium's own remark where there is no WebGPU.
      if (message.text() !== 'No available adapters.') {
        said.push(`${message.type()}: ${message.text()}`);
      }
    });
    // Not every violation of the policy reaches the console: a caught one does not.
    await page.exposeFunction('violated', (what: string) => said.push(`violation: ${what}`));
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
        void Reflect.get(globalThis, 'violated')(`${violatedDirective} ${blockedURI}`);
      });
    });
    page.on('pageerror', (error) => said.push(`error: ${error.message}`));
    page.on('request', (request) => asked.push({ url: request.url(), method: request.method() }));
  });
  afterEach(async () => {
    await context?.close();
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  const visit: Visit = {
    said,
    asked,
    get page() {
      return page as Page;
    },
    get files() {
      return files;
    },
    get model() {
      return model as Model;
    },
    read: async (path) => files[path],
    async open(models = { tiny: visit.read }, isolated = true) {
      const server = await servePage(models, { isolated });
      servers.push(server);
      await visit.page.goto(server.url);
      return server.url;
    },
    ready: () => visit.page.locator('#try:visible').waitFor(),
    choose: (side, ...chosen) => visit.page.setInputFiles(`#choose-${side}`, chosen),
    text: (selector) => visit.page.locator(selector).innerText(),
    async verdict() {
      await visit.page.locator('#verdict[data-similarity]').waitFor();
      const data = await visit.page.locator('#verdict').evaluate((element) => ({ ...element.dataset }));
      return { similarity: Number(data.similarity), score: Number(data.score), state: data.state };
    },
    async expectVerdictOfNode(a, b) {
      const expected = await visit.model.compare(a, b);
      const shown = await visit.verdict();
      expect(Math.abs(shown.similarity - expected.similarity)).toBeLessThanOrEqual(PARITY_GATES.cosine);
      expect(Math.abs(shown.score - expected.score)).toBeLessThanOrEqual(PARITY_GATES.cosine);
      expect(shown.state).toBe(expected.sameSource ? 'same' : 'different');
      const { group } = visit.model.manifest.data;
      expect(await visit.text('#headline')).toBe(`${expected.sameSource ? 'Same' : 'Different'} ${group}`);
    },
  };
  return visit;
}
