import { join } from 'node:path';
import {
  checkParity,
  decodeReference,
  type GraphRuntime,
  type LoadOptions,
  loadModel,
  openArtifact,
  PARITY_GATES,
  type ParityReport,
  type ParityRow,
} from '@spectrosim/models';
import { nodeRuntime, readArtifact, writeFileAtomically } from '@spectrosim/runtime-node';
import { openBrowserRuntime } from './browser/browser-runtime.js';
import { findChromium } from './browser/find-chromium.js';

/** Threads at which the browser's WASM is certified. */
const WASM_THREADS = [1, 2];

/** Threads at which node's CPU is certified. */
const CPU_THREADS = [1, 2];

/**
 * Runs an artifact's reference inputs on every runtime there is and writes `parity.json` into the artifact. A runtime
 * that is not there is a row that says why.
 *
 * @param fetchBrowser whether a browser may be fetched when none is installed
 */
export async function runParity(
  folder: string,
  { fetchBrowser }: { readonly fetchBrowser: boolean },
): Promise<ParityReport> {
  const read = readArtifact(folder);
  const artifact = await openArtifact(read);
  const reference = decodeReference(await artifact.file('reference.safetensors'));
  const rows: ParityRow[] = [];
  const check = async (name: string, runtime: GraphRuntime, options: LoadOptions) => {
    const model = await loadModel(read, runtime, options);
    try {
      rows.push(await checkParity(name, model, reference));
    } finally {
      await model.dispose();
    }
  };

  const node = nodeRuntime();
  for (const threads of CPU_THREADS) {
    await check(`node cpu, ${threads} thread${threads === 1 ? '' : 's'}`, node, { provider: 'cpu', threads });
  }
  const chromium = await findChromium({ fetch: fetchBrowser });
  for (const threads of WASM_THREADS) {
    const name = `Chromium wasm, ${threads} thread${threads === 1 ? '' : 's'}`;
    if ('reason' in chromium) {
      rows.push({ runtime: name, status: 'unavailable', reason: chromium.reason });
      continue;
    }
    const browser = await openBrowserRuntime({ chromium: chromium.path, provider: 'wasm', threads }).catch(
      (error: Error) => error,
    );
    if (browser instanceof Error) {
      // It is there and does not work: that is no reason to look away.
      rows.push({ runtime: name, status: 'fail', reason: browser.message.split('\n', 1)[0] as string });
      continue;
    }
    try {
      await check(name, browser.runtime, { provider: 'wasm', threads });
    } finally {
      await browser.close();
    }
  }
  const report: ParityReport = {
    manifest: artifact.manifestHash,
    gates: { embedding: PARITY_GATES.embedding, score: PARITY_GATES[artifact.manifest.decision.score] },
    rows,
  };
  await writeFileAtomically(join(folder, 'parity.json'), `${JSON.stringify(report, undefined, 2)}\n`);
  return report;
}

/** Whether every runtime that ran gave the reference's answer. */
export function parityHolds({ rows }: ParityReport): boolean {
  return rows.every((row) => row.status !== 'fail');
}
