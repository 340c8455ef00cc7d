import {
  checkedSession,
  type GraphRuntime,
  type GraphSession,
  type Provider,
  SpectroSimError,
} from '@spectrosim/models';
import {
  HARNESS,
  type Harness,
  type HarnessAnswer,
  type HarnessMethod,
  type WebgpuAdapter,
} from '@spectrosim/runtime-web';
import type { Browser, Page } from 'playwright-core';
import { type HarnessServer, serveHarness } from './harness-server.js';
import { chromiumLaunchOptions } from './launch-options.js';

/** A browser with a runtime in it. */
export interface BrowserRuntime {
  /** The port, over the page. Its graphs run with the provider and threads that the browser was opened for. */
  readonly runtime: GraphRuntime;
  /** `Chromium 156`. */
  readonly version: string;
  /** What WebGPU computes on in it; `undefined` when it has none. */
  readonly adapter: WebgpuAdapter | undefined;
  close(): Promise<void>;
}

/** What browser to open, and for what. */
export interface BrowserRuntimeOptions {
  /** A Chromium to run, as `findChromium` gives it. */
  readonly chromium: string;
  readonly provider: Provider;
  readonly threads: number;
}

/**
 * Opens a headless Chromium on a page of its own with `runtime-web` in it, and gives that runtime as a `GraphRuntime`.
 *
 * @throws SpectroSimError `runtime` when Chromium does not start or the page is not built
 * @example
 * ```ts
 * const { runtime, close } = await openBrowserRuntime({ chromium: path, provider: 'wasm', threads: 2 });
 * const session = await runtime.load(bytes, { provider: 'wasm', threads: 2 });
 * await close();
 * ```
 */
export async function openBrowserRuntime(options: BrowserRuntimeOptions): Promise<BrowserRuntime> {
  const server = await serveHarness();
  let browser: Browser | undefined;
  try {
    // Loaded here: it takes longer than every other command needs to start.
    const { chromium } = await import('playwright-core');
    browser = await chromium.launch(chromiumLaunchOptions(options.chromium));
    const page = await browser.newPage();
    await page.goto(server.url);
    await page.waitForFunction((name) => name in globalThis, HARNESS);
    const version = await page.evaluate((name) => String(Reflect.get(globalThis, name).version), HARNESS);
    const opened = browser;
    return {
      runtime: pageRuntime(page, server, version),
      version: `Chromium ${browser.version().split('.')[0]}`,
      adapter: await caller(page)('adapter'),
      async close() {
        await opened.close();
        await server.close();
      },
    };
  } catch (cause) {
    await browser?.close();
    await server.close();
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new SpectroSimError('runtime', `${options.chromium} does not run the harness page: ${message}`, { cause });
  }
}

function pageRuntime(page: Page, server: HarnessServer, version: string): GraphRuntime {
  const call = caller(page);
  return {
    name: 'web',
    version,
    async load(graph, options) {
      // Over HTTP: a call's parameters travel as base64 in JSON, too much for a large graph.
      const { path, withdraw } = server.offer(graph);
      try {
        const { session, inputs, outputs } = await call('load', path, options);
        return checkedSession({
          provider: options.provider,
          threads: options.threads,
          inputs,
          outputs,
          run: (feeds) => call('run', session, feeds),
          stepper: (initial) => pageStepper(call, call('stepper', session, initial)),
          dispose: () => call('release', session),
        });
      } finally {
        withdraw();
      }
    },
  };
}

function pageStepper(call: Call, opening: Promise<number>): ReturnType<GraphSession['stepper']> {
  // Whoever steps first hears of a failure; until then it is nobody's.
  opening.catch(() => undefined);
  return {
    step: async (feeds) => call('step', await opening, feeds),
    state: async () => call('state', await opening),
    dispose: async () => call('releaseStepper', await opening),
  };
}

type Result<Method extends HarnessMethod> =
  Awaited<ReturnType<Harness[Method]>> extends HarnessAnswer<infer Value> ? Value : never;

type Call = <Method extends HarnessMethod>(
  method: Method,
  ...parameters: Parameters<Harness[Method]>
) => Promise<Result<Method>>;

/** Calls the harness in the page; typed arrays cross both ways bit for bit. */
function caller(page: Page): Call {
  return async (method, ...parameters) => {
    const answer = await page.evaluate(inPage, [HARNESS, method, parameters] as const).catch((cause: Error): never => {
      throw new SpectroSimError('runtime', `The browser failed at "${method}": ${cause.message}`, { cause });
    });
    if ('error' in answer) {
      throw new SpectroSimError(answer.error.code, answer.error.message);
    }
    return answer.value as Result<typeof method>;
  };
}

/** Runs in the page: its text is sent there, so it names nothing of this module. */
function inPage([name, method, parameters]: readonly [string, string, readonly unknown[]]) {
  const harness = Reflect.get(globalThis, name) as Record<string, (...all: readonly unknown[]) => unknown>;
  return harness[method]?.(...parameters) as Promise<HarnessAnswer<unknown>>;
}
