import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { loadModel, type Model, rowOf, selectRows } from '@spectrosim/models';
import { writeSpectra } from '@spectrosim/models/io';
import { nodeRuntime, readArtifact, writeFolder } from '@spectrosim/runtime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LAUNCHER, workplace } from './command.setup.js';
import { binary, bodyOf, json, toJson } from './endpoint.setup.js';
import { ONE_THREAD, tinyArtifact, tinySet } from './tiny-artifact.setup.js';

const { folder, runHere, remove } = workplace();
const MODEL = 'runs/start-1/model';
const path = (...parts: string[]) => join(folder, ...parts);
const set = tinySet();
const row = (i: number) => rowOf(set, i);
let model: Model;

beforeAll(async () => {
  const { files } = await tinyArtifact();
  await writeFolder(path(MODEL), files);
  mkdirSync(path('runs/start-1/data'));
  writeFileSync(path('runs/start-1/data/spectra.csv'), [...writeSpectra(set)].join(''));
  model = await loadModel(readArtifact(path(MODEL)), nodeRuntime(), ONE_THREAD);
});
afterAll(async () => {
  await model.dispose();
  remove();
});

/** A server in a process of its own. */
interface Served {
  readonly url: string;
  readonly printed: Record<string, unknown>;
  readonly stderr: () => string;
  /** Sends a signal; the exit status. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

async function serve(...parameters: string[]): Promise<Served> {
  const child = spawn(process.execPath, [LAUNCHER, 'serve', '--port', '0', '--threads', '1', '--json', ...parameters], {
    cwd: folder,
  });
  let [stdout, stderr] = ['', ''];
  child.stderr.on('data', (part) => {
    stderr += part;
  });
  const exit = once(child, 'exit');
  await new Promise<void>((ready, failed) => {
    child.stdout.on('data', (part) => {
      stdout += part;
      if (stdout.endsWith('\n}\n')) {
        ready();
      }
    });
    child.on('exit', (status) => failed(new Error(`exit ${status}: ${stderr}`)));
  });
  const printed = JSON.parse(stdout) as Record<string, unknown>;
  return {
    url: printed.url as string,
    printed,
    stderr: () => stderr,
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      const [status] = await exit;
      return status as number | null;
    },
  };
}

const onWindows = process.platform === 'win32' ? ' (skipped: Windows ends a process on every signal)' : '';

describe.skipIf(onWindows !== '')(`serve, in a process of its own${onWindows}`, () => {
  let server: Served;
  beforeAll(async () => {
    server = await serve('--models', 'runs/start-1', '--log');
  });
  afterAll(() => server.stop());

  it('says where it serves what, and what it left out', () => {
    expect(server.printed).toEqual({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      provider: 'cpu',
      threads: 1,
      models: [
        {
          id: 'model',
          quantity: 'm/z',
          bins: 260,
          group: 'batch',
          decision: model.manifest.decision,
          simulated: true,
        },
      ],
    });
    expect(server.stderr()).toMatch(/^Not models, left out: data/);
  });

  it('answers 64 requests at once, rightly, in fewer runs', async () => {
    const health = async () =>
      (await bodyOf(await fetch(`${server.url}/healthz`))) as { runs: number; answered: number };
    const before = await health();
    const answers = await Promise.all(
      Array.from({ length: 64 }, async (_, k) => {
        const [i, j] = [k % 36, (k * 5 + 2) % 36];
        const init =
          k % 2 === 0
            ? json({ a: toJson(row(i)), b: toJson(row(j)) })
            : binary(Float32Array.from([...row(i), ...row(j)]));
        const response = await fetch(`${server.url}/v1/compare`, init);
        expect(response.status).toBe(200);
        return { i, j, answer: await bodyOf(response) };
      }),
    );
    const after = await health();
    expect(after.answered - before.answered).toBe(64);
    expect(after.runs - before.runs).toBeLessThan(64);
    for (const { i, j, answer } of answers) {
      const { score, sameSource } = await model.compare(selectRows(set, [i]), selectRows(set, [j]));
      expect(answer.score).toBeCloseTo(score, 5);
      expect(answer.sameSource).toBe(sameSource);
    }
  });

  it('answers in binary', async () => {
    const init = binary(row(0).slice(), { Accept: 'application/octet-stream' });
    const response = await fetch(`${server.url}/v1/embed`, init);
    expect(response.headers.get('X-Shape')).toBe('1, 8');
    const embedding = new Float32Array(await response.arrayBuffer());
    const expected = await model.embed(row(0));
    embedding.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i] as number, 4);
    });
  });

  it('refuses a body that is too large, announced or not, and stays well', async () => {
    const tooLarge = new Uint8Array(17 * 2 ** 20);
    const headers = { 'Content-Type': 'application/octet-stream' };
    const announced = await fetch(`${server.url}/v1/embed`, { method: 'POST', headers, body: tooLarge });
    expect(announced.status).toBe(413);
    expect(await bodyOf(announced)).toMatchObject({ code: 'too-large', detail: expect.stringMatching(/16 MiB/) });
    const body = new Blob([tooLarge]).stream();
    const streamed = { method: 'POST', headers, body, duplex: 'half' } as RequestInit;
    expect((await fetch(`${server.url}/v1/embed`, streamed)).status).toBe(413);
    // Over the same connections, also after what was left of a body has been waited for.
    for (const pauseMs of [0, 700]) {
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    }
  });

  it('takes a body whose length is not announced', async () => {
    const body = new Blob([Float32Array.from([...row(0), ...row(1)])]).stream();
    const headers = { 'Content-Type': 'application/octet-stream' };
    const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit;
    const expected = await fetch(`${server.url}/v1/compare`, binary(Float32Array.from([...row(0), ...row(1)])));
    expect(await bodyOf(await fetch(`${server.url}/v1/compare`, init))).toEqual(await bodyOf(expected));
  });

  it('stops working for a client that hung up', async () => {
    const health = async () =>
      (await bodyOf(await fetch(`${server.url}/healthz`))) as { runs: number; running: number; waiting: number };
    const before = await health();
    // 400 runs, were it not for the hanging up.
    const many = new Float32Array(12_800 * 260).fill(1);
    const leaving = new AbortController();
    const asked = fetch(`${server.url}/v1/embed`, { ...binary(many), signal: leaving.signal });
    while ((await health()).running === 0) {}
    leaving.abort();
    await expect(asked).rejects.toThrow(/aborted/);
    let after = await health();
    while (after.running > 0 || after.waiting > 0) {
      after = await health();
    }
    expect(after.runs - before.runs).toBeLessThan(300);
    expect(server.stderr()).not.toMatch(/spectrosim:/);
  });

  it('logs a line a request, and keeps a request id that it was sent', async () => {
    const response = await fetch(`${server.url}/v1/models`, { headers: { 'X-Request-Id': 'mine-1' } });
    expect(response.headers.get('X-Request-Id')).toBe('mine-1');
    expect(server.stderr()).toMatch(/^GET \/v1\/models 200 \d+\.\d ms mine-1$/m);
  });

  describe('as docs/endpoint.md says', () => {
    const text = readFileSync(fileURLToPath(new URL('../docs/endpoint.md', import.meta.url)), 'utf8');
    const blocks = (language: string) =>
      [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, code]) =>
        (code as string).replaceAll('http://127.0.0.1:8080', server.url),
      );
    const noCurl = spawnSync('curl', ['--version']).status === 0 ? '' : ' (skipped: there is no curl here)';
    const noPython = spawnSync('python3', ['--version']).status === 0 ? '' : ' (skipped: there is no python3 here)';

    it.skipIf(noCurl !== '')(`curl does what it says${noCurl}`, async () => {
      const [start, ...commands] = blocks('sh');
      expect(start).toMatch(/^npx spectrosim serve --models runs\/start-1\/model\n$/);
      expect(commands.length).toBeGreaterThan(2);
      const printed: string[] = [];
      for (const command of commands) {
        // Fails on another status than 2xx.
        const ran = spawnSync('sh', ['-ec', command.replaceAll('curl -s ', 'curl -sf ')], {
          cwd: folder,
          encoding: 'utf8',
        });
        expect({ command, status: ran.status, stderr: ran.stderr }).toEqual({ command, status: 0, stderr: '' });
        printed.push(ran.stdout);
      }
      const expected = await model.compare(selectRows(set, [0]), selectRows(set, [1]));
      const [, asJson, asBinary, embedded] = printed as [string, string, string, string];
      expect(JSON.parse(asJson).score).toBeCloseTo(expected.score, 5);
      expect(JSON.parse(asBinary)).toEqual(JSON.parse(asJson));
      expect(JSON.parse(embedded).embeddings).toHaveLength(2);
      expect(readFileSync(path('embeddings.f32'))).toHaveLength(2 * 8 * 4);
      // The answers that are shown have the keys of real ones.
      const shown = JSON.parse(blocks('json')[0] as string);
      expect(Object.keys(JSON.parse(asJson))).toEqual(Object.keys(shown));
    });

    it('the JavaScript client compares', async () => {
      const file = path('client.mjs');
      writeFileSync(file, `${blocks('js')[0]}\nexport { compare };\n`);
      const { compare } = await import(/* @vite-ignore */ pathToFileURL(file).href);
      const expected = await model.compare(selectRows(set, [0]), selectRows(set, [1]));
      expect((await compare(toJson(row(0)), toJson(row(1)))).score).toBeCloseTo(expected.score, 5);
      await expect(compare([1], toJson(row(1)))).rejects.toThrow(/"a" has 1 intensities/);
    });

    it.skipIf(noPython !== '')(`the Python client compares${noPython}`, async () => {
      const spectra = JSON.stringify([toJson(row(0)), toJson(row(1))]);
      const code = `${blocks('python')[0]}\nimport sys\nprint(json.dumps(compare(*json.load(sys.stdin))))\n`;
      const ran = spawnSync('python3', ['-c', code], { input: spectra, encoding: 'utf8' });
      expect(ran.stderr).toBe('');
      const expected = await model.compare(selectRows(set, [0]), selectRows(set, [1]));
      expect(JSON.parse(ran.stdout).score).toBeCloseTo(expected.score, 5);
    });
  });
});

describe.skipIf(onWindows !== '')(`stopping${onWindows}`, () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'on %s answers what has come, takes nothing new, and exits 0',
    async (signal) => {
      const server = await serve('--models', MODEL);
      // Many runs: still under way when the signal comes.
      const many = new Float32Array(12_000 * 260).map((_, i) => 1 + (i % 911));
      // A connection that is open and idle must not hold up the end.
      const agent = new Agent({ keepAlive: true });
      await new Promise((resolve) =>
        httpRequest(`${server.url}/healthz`, { agent }, (r) => r.resume().on('end', resolve)).end(),
      );
      const asked = fetch(`${server.url}/v1/embed`, binary(many, { Accept: 'application/octet-stream' }));
      for (let running = 0; running === 0; ) {
        running = Number((await bodyOf(await fetch(`${server.url}/healthz`))).running);
      }
      const ended = server.stop(signal);
      const answered = await asked;
      expect(answered.status).toBe(200);
      expect((await answered.arrayBuffer()).byteLength).toBe(12_000 * 8 * 4);
      expect(await ended).toBe(0);
      expect(server.stderr()).toBe(`${signal}: answering what has come, then stopping.\n`);
      await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
      agent.destroy();
    },
  );

  it('on a second signal ends at once', async () => {
    const server = await serve('--models', MODEL);
    const many = new Float32Array(15_000 * 260).fill(1);
    const asked = fetch(`${server.url}/v1/embed`, binary(many)).catch((error: Error) => error);
    for (let running = 0; running === 0; ) {
      running = Number((await bodyOf(await fetch(`${server.url}/healthz`))).running);
    }
    const first = server.stop('SIGINT');
    while (!server.stderr().includes('SIGINT')) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await server.stop('SIGINT');
    expect(await first).toBeNull();
    expect(await asked).toBeInstanceOf(Error);
  });
});

describe('what serve refuses', () => {
  const fails = async (parameters: readonly string[], status: number, message: RegExp) => {
    const ran = await runHere(['serve', ...parameters]);
    expect(ran.stderr).toMatch(message);
    expect(ran.stderr).not.toMatch(/defect of SpectroSim/);
    expect({ status: ran.status, stdout: ran.stdout }).toEqual({ status, stdout: '' });
  };

  it('a port in use, with status 2', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    await fails(
      ['--models', MODEL, '--port', `${port}`, '--json'],
      2,
      new RegExp(`Port ${port} of 127\\.0\\.0\\.1 is in use\\. Choose another with --port`),
    );
    other.close();
  });

  it.each<[string, string[], number, RegExp]>([
    ['no models', [], 2, /required option '--models <folder>'/],
    ['a port that is none', ['--models', MODEL, '--port', '70000'], 2, /port from 0 to 65535/],
    [
      'a host that is not here',
      ['--models', MODEL, '--host', '203.0.113.1', '--port', '0'],
      2,
      /203\.0\.113\.1 is not an address of this machine/,
    ],
    ['--engine', ['--models', MODEL, '--engine', 'graph'], 2, /unknown option '--engine'/],
    ['a folder that is not there', ['--models', 'nowhere'], 3, /nowhere is not a folder that can be read/],
    ['a folder without models', ['--models', 'runs/start-1/data'], 3, /no model in runs\/start-1\/data/],
    ['a provider that is not there', ['--models', MODEL, '--provider', 'wasm'], 4, /"wasm" is not available/],
  ])('%s', async (_, parameters, status, message) => {
    await fails(parameters, status, message);
  });

  it.each<[string, string, (bytes: Buffer) => Buffer | string, RegExp]>([
    [
      'a damaged manifest',
      'manifest.json',
      () => '{',
      /in several.broken cannot be served: manifest\.json is not JSON/,
    ],
    [
      'a damaged parity report',
      'parity.json',
      () => '{}',
      /broken cannot be served: parity\.json is not a parity report/,
    ],
    [
      'an altered graph',
      'onnx/model.onnx',
      (bytes) => Buffer.concat([bytes.subarray(0, -1), Buffer.of((bytes.at(-1) as number) ^ 1)]),
      /broken cannot be served: onnx\/model\.onnx was altered/,
    ],
  ])('%s beside a whole model, with status 3', async (_, file, alter, message) => {
    cpSync(path(MODEL), path('several/whole'), { recursive: true });
    cpSync(path(MODEL), path('several/broken'), { recursive: true, force: true });
    const broken = path('several/broken', file);
    writeFileSync(broken, alter(existsSync(broken) ? readFileSync(broken) : Buffer.alloc(0)));
    await fails(['--models', 'several'], 3, message);
    rmSync(path('several'), { recursive: true });
  });
});
