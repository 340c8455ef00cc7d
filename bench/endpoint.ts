import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { rowOf, type SpectrumSet } from '@spectrosim/models';
import { z } from 'zod';
import { writeEndpointModel } from './endpoint-model.js';
import { loadResultSchema, type loadTaskSchema } from './endpoint-task.js';
import { probeHealth } from './health-probe.js';
import { type RawRow, rawLoops } from './raw-loop.js';
import { percentile } from './statistics.js';

/** What `npm run bench -- endpoint` is asked. */
export interface EndpointBenchOptions {
  readonly threads: number;
  /** How long each load lasts. */
  readonly seconds: number;
}

/** One load on `POST /v1/compare`. */
export interface EndpointRow extends z.infer<typeof loadResultSchema> {
  readonly body: 'binary' | 'JSON';
  readonly connections: number;
  /** Requests that one graph run answered, on average. */
  readonly requestsPerRun: number;
  /** 99th percentile of `/healthz` meanwhile, over its own connection. */
  readonly healthP99Ms: number;
  readonly healthProbes: number;
}

/** What the benchmark found. */
export interface EndpointReport {
  readonly threads: number;
  readonly seconds: number;
  readonly bins: number;
  /** Processes that wanted a core before the start; above 1 the numbers say little. */
  readonly loadBefore: number;
  readonly bytes: { readonly binary: number; readonly JSON: number };
  readonly raw: readonly RawRow[];
  /** 99th percentile of `/healthz` with nothing else to do. */
  readonly idleHealthP99Ms: number;
  readonly endpoint: readonly EndpointRow[];
}

const CONNECTIONS = [1, 16, 64];

/** Seconds before a load is measured. */
const WARM_S = 1;

const LAUNCHER = fileURLToPath(new URL('../../cli/bin/spectrosim.js', import.meta.url));
const LOAD = fileURLToPath(new URL('./endpoint-load.js', import.meta.url));

/**
 * Loads `spectrosim serve`, as users start it, with comparisons on the default encoder: binary and JSON, at 1, 16 and 64
 * connections of a load generator in a process of its own; beside it the same model in a plain loop.
 *
 * @param onRow told of every part that is done
 */
export async function benchEndpoint(
  { threads, seconds }: EndpointBenchOptions,
  onRow: (what: string) => void,
): Promise<EndpointReport> {
  const [loadBefore] = loadavg() as [number, number, number];
  const folder = mkdtempSync(join(tmpdir(), 'spectrosim-bench-'));
  try {
    const model = join(folder, 'model');
    const pair = await writeEndpointModel(model, threads);
    const bodies = writeBodies(folder, pair);
    onRow('model written');
    const raw = await rawLoops(model, pair, threads, seconds);
    onRow('raw loops');
    const server = await startServer(model, threads);
    try {
      const idle = await probeHealth(server.url, AbortSignal.timeout(1000 * seconds));
      const endpoint: EndpointRow[] = [];
      for (const body of bodies) {
        for (const connections of CONNECTIONS) {
          const task = {
            url: `${server.url}/v1/compare`,
            connections,
            contentType: body.contentType,
            bodyFile: body.file,
          };
          await load({ ...task, durationS: WARM_S });
          endpoint.push({
            body: body.name,
            connections,
            ...(await measured(server.url, { ...task, durationS: seconds })),
          });
          onRow(`${body.name}, ${connections} connections`);
        }
      }
      const [binary, json] = bodies.map(({ bytes }) => bytes) as [number, number];
      const bins = pair.axis.values.length;
      const idleHealthP99Ms = percentile(idle, 0.99);
      return { threads, seconds, bins, loadBefore, bytes: { binary, JSON: json }, raw, idleHealthP99Ms, endpoint };
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeBodies(folder: string, pair: SpectrumSet) {
  const [a, b] = [0, 1].map((i) => Array.from(rowOf(pair, i), (value) => (Number.isNaN(value) ? null : value)));
  const json = JSON.stringify({ a, b });
  const binary = new Uint8Array(pair.intensities.buffer, pair.intensities.byteOffset, pair.intensities.byteLength);
  const write = (name: 'binary' | 'JSON', contentType: string, content: Uint8Array | string) => {
    const file = join(folder, name);
    writeFileSync(file, content);
    return { name, contentType, file, bytes: content.length };
  };
  return [write('binary', 'application/octet-stream', binary), write('JSON', 'application/json', json)];
}

/** The command in a process of its own. */
async function startServer(model: string, threads: number) {
  const parameters = ['serve', '--models', model, '--port', '0', '--threads', `${threads}`, '--json'];
  const child = spawn(execPath, [LAUNCHER, ...parameters], { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  for await (const part of child.stdout) {
    printed += part;
    if (printed.trimEnd().endsWith('\n}')) {
      break;
    }
  }
  const { url } = z.object({ url: z.string() }).parse(JSON.parse(printed));
  return {
    url,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function load(task: z.infer<typeof loadTaskSchema>): Promise<z.infer<typeof loadResultSchema>> {
  const { stdout } = await promisify(execFile)(execPath, [LOAD, JSON.stringify(task)]);
  return loadResultSchema.parse(JSON.parse(stdout));
}

async function measured(url: string, task: z.infer<typeof loadTaskSchema>) {
  const counts = async () => {
    const response = await fetch(`${url}/healthz`);
    return z.object({ answered: z.number(), runs: z.number() }).parse(await response.json());
  };
  const before = await counts();
  const over = new AbortController();
  const probing = probeHealth(url, over.signal);
  const result = await load(task);
  over.abort();
  const health = await probing;
  const after = await counts();
  return {
    ...result,
    requestsPerRun: (after.answered - before.answered) / (after.runs - before.runs),
    healthP99Ms: percentile(health, 0.99),
    healthProbes: health.length,
  };
}
