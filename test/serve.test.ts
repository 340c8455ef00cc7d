import { Agent, request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { loadModel, type Model, rowOf, selectRows } from '@spectrosim/models';
import { nodeRuntime, readArtifact } from '@spectrosim/runtime-node';
import { listen } from '@spectrosim/runtime-node/http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workplace } from './command.setup.js';
import { binary, bodyOf, json, tinyEndpoint, toJson } from './endpoint.setup.js';
import { MODEL, ON_WINDOWS, type Served, serve, writeRun } from './serve.setup.js';
import { ONE_THREAD, tinySet } from './tiny-artifact.setup.js';

const { folder, remove } = workplace();
const set = tinySet();
const row = (i: number) => rowOf(set, i);
let model: Model;

beforeAll(async () => {
  await writeRun(folder);
  model = await loadModel(readArtifact(join(folder, MODEL)), nodeRuntime(), ONE_THREAD);
});
afterAll(async () => {
  await model.dispose();
  remove();
});

describe.skipIf(ON_WINDOWS !== '')(`serve, in a process of its own${ON_WINDOWS}`, () => {
  let server: Served;
  beforeAll(async () => {
    server = await serve(folder, '--models', 'runs/start-1', '--log');
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
    expect(server.stderr()).toMatch(/^Not models, left out: new/);
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
});

describe.skipIf(ON_WINDOWS !== '')(`stopping${ON_WINDOWS}`, () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'on %s answers what has come, takes nothing new, and exits 0',
    async (signal) => {
      const server = await serve(folder, '--models', MODEL);
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

  /** A request whose body never ends; how it came out. */
  function unfinished(url: string): Promise<string> {
    const headers = { 'Content-Type': 'application/octet-stream', 'Content-Length': 2080 };
    const asked = httpRequest(`${url}/v1/compare`, { method: 'POST', headers });
    asked.write(new Uint8Array(8));
    return new Promise((resolve) => {
      asked.on('response', ({ statusCode }) => resolve(`answered ${statusCode}`));
      asked.on('error', () => resolve('cut off'));
    });
  }
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  it('on a later signal ends at once', async () => {
    const server = await serve(folder, '--models', MODEL);
    const asked = unfinished(server.url);
    await pause(200);
    const ended = server.stop('SIGINT');
    // Passed on by npm: the same Ctrl-C once more.
    void server.stop('SIGINT');
    await pause(1200);
    expect(server.stderr()).toBe('SIGINT: answering what has come, then stopping.\n');
    await server.stop('SIGINT');
    // A signal and no exit status.
    expect(await ended).toBeNull();
    expect(await asked).toBe('cut off');
  });

  it('cuts off what is not answered in time', async () => {
    const endpoint = await tinyEndpoint();
    const server = await listen(endpoint.app, endpoint.inference, { host: '127.0.0.1', port: 0 });
    const asked = unfinished(server.url);
    await pause(100);
    const start = performance.now();
    await server.stop(0.5);
    expect(performance.now() - start).toBeGreaterThan(400);
    expect(await asked).toBe('cut off');
    await endpoint.close();
  });
});
