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
import { median, percentile } from './statistics.js';

/** What `npm run bench -- endpoint` is asked. */
export interface EndpointBenchOptions {
  readonly threads: number;
  /** How often every load and every loop has its turn. */
  readonly rounds: number;
  /** How long each turn lasts. */
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
  readonly rounds: number;
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
 * Loads `spectrosim serve`, as users start it, with comparisons on the default encoder without its residual path: binary and JSON, at 1, 16 and 64
 * connections of a load generator in a process of its own; beside it the same model in a plain loop. They take turns, and
 * medians over the rounds are given: what else the machine does falls on all of them.
 *
 * @param onRound told after every round
 */
export async function benchEndpoint(
  { threads, rounds, seconds }: EndpointBenchOptions,
  onRound: (round: number) => void,
): Promise<EndpointReport> {
  const [loadBefore] = loadavg() as [number, number, number];
  const folder = mkdtempSync(join(tmpdir(), 'spectrosim-bench-'));
  try {
    const model = join(folder, 'model');
    const pair = await writeEndpointModel(model, threads);
    const bodies = writeBodies(folder, pair);
    const server = await startServer(model, threads);
    try {
      const raw: RawRow[][] = [];
      const idle: number[] = [];
      const endpoint: EndpointRow[][] = [];
      for (let round = 1; round <= rounds; round++) {
        raw.push(await rawLoops(model, pair, threads, seconds));
        idle.push(...(await probeHealth(server.url, AbortSignal.timeout(1000 * seconds))));
        endpoint.push(await endpointRows(server.url, bodies, seconds));
        onRound(round);
      }
      const [binary, json] = bodies.map(({ bytes }) => bytes) as [number, number];
      return {
        threads,
        rounds,
        seconds,
        loadBefore,
        bins: pair.axis.values.length,
        bytes: { binary, JSON: json },
        raw: medianRows(raw),
        idleHealthP99Ms: percentile(idle, 0.99),
        endpoint: medianRows(endpoint),
      };
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function endpointRows(url: string, bodies: ReturnType<typeof writeBodies>, seconds: number) {
  const rows: EndpointRow[] = [];
  for (const { name, contentType, file } of bodies) {
    for (const connections of CONNECTIONS) {
      const task = { url: `${url}/v1/compare`, connections, contentType, bodyFile: file };
      await load({ ...task, durationS: WARM_S });
      rows.push({ body: name, connections, ...(await measured(url, { ...task, durationS: seconds })) });
    }
  }
  return rows;
}

/** The same rows of every round as one: medians of their numbers. */
function medianRows<Row extends object>(rounds: readonly (readonly Row[])[]): Row[] {
  return (rounds[0] ?? []).map((first, i) => {
    const numbers = Object.keys(first).filter((key) => typeof first[key as keyof Row] === 'number');
    const medians = numbers.map((key) => [key, median(rounds.map((rows) => Number(rows[i]?.[key as keyof Row])))]);
    return { ...first, ...Object.fromEntries(medians) };
  });
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
