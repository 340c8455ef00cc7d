import { join } from 'node:path';
import {
  type ArtifactReader,
  checkParity,
  decodeReference,
  loadModel,
  openArtifact,
  PARITY_GATES,
  type ParityReference,
  type ParityReport,
  type ParityRow,
  SpectroSimError,
} from '@spectrosim/models';
import { readArtifact, writeFileAtomically } from '@spectrosim/runtime-node';
import { findChromium } from './browser/find-chromium.js';
import { statusLine } from './progress.js';
import { browserTargets } from './runtimes/browser-targets.js';
import { nodeTargets } from './runtimes/node-targets.js';
import type { RuntimeTarget } from './runtimes/target.js';

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
  const chromium = await findChromium({ fetch: fetchBrowser });
  const rows: ParityRow[] = [];
  const targets = [...nodeTargets(chromium.path), ...browserTargets(chromium)];
  const status = statusLine();
  for (const [i, target] of targets.entries()) {
    status.show(`parity ${i + 1} of ${targets.length}: ${target.name}`);
    rows.push(await certify(target, read, reference).finally(status.clear));
  }
  const report: ParityReport = {
    manifest: artifact.manifestHash,
    gates: {
      embedding: PARITY_GATES.embedding,
      embeddingOnGpu: PARITY_GATES.embeddingOnGpu,
      score: PARITY_GATES[artifact.manifest.decision.score],
    },
    rows,
  };
  await writeFileAtomically(join(folder, 'parity.json'), `${JSON.stringify(report, undefined, 2)}\n`);
  return report;
}

async function certify(
  { name, open }: RuntimeTarget,
  read: ArtifactReader,
  reference: ParityReference,
): Promise<ParityRow> {
  // What is there and does not work is a failure: no reason to look away.
  const failed = (error: unknown): ParityRow => ({
    runtime: name,
    status: 'fail',
    reason: (error as Error).message.split('\n', 1)[0] as string,
  });
  const target = await open().catch(failed);
  if ('status' in target) {
    return target;
  }
  if (target.absent !== undefined) {
    return { runtime: name, status: 'unavailable', reason: target.absent };
  }
  try {
    const model = await loadModel(read, target.runtime, target.options);
    try {
      return await checkParity(name, model, reference, target.device);
    } finally {
      await model.dispose();
    }
  } catch (error) {
    if (error instanceof SpectroSimError && error.code === 'artifact') {
      throw error;
    }
    return failed(error);
  } finally {
    await target.close();
  }
}

/** Whether every runtime that ran gave the reference's answer. */
export function parityHolds({ rows }: ParityReport): boolean {
  return rows.every((row) => row.status !== 'fail');
}
