import { availableParallelism, totalmem } from 'node:os';
import { encodeModel } from '@spectrosim/export';
import type { GraphRuntime, Provider, TensorValue } from '@spectrosim/models';
import { nodeRuntime } from '@spectrosim/runtime-node';
import { scoreGraph } from '@spectrosim/training';
import type { Command } from 'commander';
import { openBrowserRuntime } from '../browser/browser-runtime.js';
import { findChromium } from '../browser/find-chromium.js';
import { EXIT } from '../exit-codes.js';
import { createOutput, table } from '../output.js';

/** One thing that was looked for. */
interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly found: string;
}

/** The oldest Node.js of each line that works; later lines all do. */
const OLDEST_NODE = { 20: 19, 22: 12 } as const;

/** `spectrosim doctor` */
export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .summary('list what this machine can run, and what brings the rest')
    .description('Tries every runtime of this version with a real graph, and says for each missing one what brings it.')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  spectrosim doctor\n\nExit status 4 when training and comparing cannot run here.',
    )
    .action(async (options: { json?: boolean }) => {
      const findings = [node(), machine(), await nodeCpu(), ...(await browser())];
      const lines = findings.map(({ what, ok, found }) => [ok ? 'ok' : 'missing', what, found]);
      createOutput(options.json === true).result({ findings }, table(lines));
      if (findings.slice(0, 3).some(({ ok }) => !ok)) {
        process.exitCode = EXIT.runtime;
      }
    });
}

function node(): Finding {
  const [major, minor] = process.versions.node.split('.').map(Number) as [number, number];
  const oldest = OLDEST_NODE[major as keyof typeof OLDEST_NODE];
  const ok = major >= 24 || (oldest !== undefined && minor >= oldest);
  return {
    what: 'Node.js',
    ok,
    found: ok ? process.version : `${process.version}: install Node.js 20.19, 22.12, 24 or newer`,
  };
}

function machine(): Finding {
  const memory = `${(totalmem() / 2 ** 30).toFixed(0)} GiB`;
  return {
    what: 'machine',
    ok: true,
    found: `${process.platform} ${process.arch}, ${availableParallelism()} cores, ${memory}`,
  };
}

async function nodeCpu(): Promise<Finding> {
  const runtime = nodeRuntime();
  return tryRuntime('node cpu', `onnxruntime-node ${runtime.version}`, runtime, 'cpu', 1);
}

async function browser(): Promise<Finding[]> {
  const chromium = await findChromium({ fetch: false });
  const names = [1, 2].map((threads) => `Chromium wasm, ${threads} thread${threads === 1 ? '' : 's'}`);
  if ('reason' in chromium) {
    const fix = 'npx playwright-core install chromium, or apt-get install chromium, or set SPECTROSIM_CHROMIUM';
    return names.map((what) => ({ what, ok: false, found: `${chromium.reason} To bring it: ${fix}` }));
  }
  const findings: Finding[] = [];
  for (const [i, what] of names.entries()) {
    const threads = i + 1;
    const opened = await openBrowserRuntime({ chromium: chromium.path, provider: 'wasm', threads }).catch(
      (error: Error) => error,
    );
    if (opened instanceof Error) {
      findings.push({ what, ok: false, found: opened.message });
      continue;
    }
    findings.push(await tryRuntime(what, opened.describe, opened.runtime, 'wasm', threads));
    await opened.close();
  }
  return findings;
}

/** Scores one embedding against itself: the answer is 1. */
async function tryRuntime(
  what: string,
  found: string,
  runtime: GraphRuntime,
  provider: Provider,
  threads: number,
): Promise<Finding> {
  const row: TensorValue = { type: 'float32', dims: [1, 2], data: Float32Array.of(3, 4) };
  try {
    const session = await runtime.load(encodeModel(scoreGraph(2, 'cosine')), { provider, threads });
    const { score } = await session.run({ a: row, b: row });
    await session.dispose();
    const ok = Math.abs(Number(score?.data[0]) - 1) < 1e-5;
    return { what, ok, found: ok ? found : `${found}: gave ${score?.data[0]} where 1 is right` };
  } catch (error) {
    return { what, ok: false, found: `${found}: ${(error as Error).message}` };
  }
}
