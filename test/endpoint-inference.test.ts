import { setMaxListeners } from 'node:events';
import { renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { rowOf } from '@spectrosim/models';
import { openModels, type PairAnswer, startInference } from '@spectrosim/runtime-node/http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, json, type TinyEndpoint, tinyEndpoint, toJson } from './endpoint.setup.js';
import { ONE_THREAD } from './tiny-artifact.setup.js';
import { TOLERANCES } from './tolerances.js';

const BUILT = createRequire(import.meta.url).resolve('@spectrosim/runtime-node/inference-worker');

let endpoint: TinyEndpoint;
beforeAll(async () => {
  endpoint = await tinyEndpoint();
});
afterAll(() => endpoint.close());

const row = (i: number) => rowOf(endpoint.set, i);
const status = () => endpoint.inference.status();
/** Two spectra, one after the other. */
const pairOf = (i: number, j: number) => Float32Array.from([...row(i), ...row(j)]);
const until = async (holds: () => boolean) => {
  for (let tries = 0; !holds(); tries++) {
    if (tries > 1000) {
      throw new Error('waited in vain');
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

describe('requests that come together', () => {
  it('are run together, and each gets the numbers that it gets alone', async () => {
    const count = endpoint.set.names.length;
    const pairs = Array.from({ length: 64 }, (_, k) => [k % count, (k * 7 + 1) % count] as const);
    const alone: PairAnswer[] = [];
    for (const [i, j] of pairs) {
      alone.push(await endpoint.inference.compare(endpoint.served, pairOf(i, j)));
    }
    const before = status();
    const together = await Promise.all(
      pairs.map(([i, j]) => endpoint.inference.compare(endpoint.served, pairOf(i, j))),
    );
    const { runs, answered } = status();
    expect(answered - before.answered).toBe(64);
    // The first by itself, the others 16 at once.
    expect(runs - before.runs).toBe(5);
    together.forEach(({ score, similarity }, k) => {
      // Sums of the same products, grouped by the batch's size: rounding only. A cosine is at most 1.
      expect(Math.abs(score - (alone[k]?.score as number))).toBeLessThanOrEqual(TOLERANCES.operators);
      expect(Math.abs(similarity - (alone[k]?.similarity as number))).toBeLessThanOrEqual(TOLERANCES.operators);
    });
  });

  it('of both kinds get their own answers', async () => {
    const answers = await Promise.all([
      endpoint.inference.embed(endpoint.served, pairOf(0, 1)),
      endpoint.inference.embed(endpoint.served, row(2)),
      endpoint.inference.compare(endpoint.served, pairOf(0, 1)),
      endpoint.inference.embed(endpoint.served, row(1)),
    ]);
    expect(answers[0]).toHaveLength(16);
    expect(answers[1]).toEqual(await endpoint.model.embed(row(2)));
    const [a, b] = [answers[0].subarray(0, 8), answers[0].subarray(8)];
    expect(answers[3]).toEqual(b);
    const { score } = await endpoint.model.score(a, b);
    expect(answers[2].score).toBeCloseTo(score[0] as number, 5);
  });

  it('leave a small one its turn while a large one runs', async () => {
    const many = Float32Array.from({ length: 600 * 260 }, (_, i) => 1 + ((i * 31) % 997));
    const done: string[] = [];
    const large = endpoint.inference.embed(endpoint.served, many).then((embeddings) => {
      done.push('large');
      return embeddings;
    });
    const small = endpoint.inference.compare(endpoint.served, pairOf(0, 1)).then(() => done.push('small'));
    const [embeddings] = await Promise.all([large, small]);
    expect(done).toEqual(['small', 'large']);
    expect(embeddings).toHaveLength(600 * 8);
    const expected = await endpoint.model.embed(many);
    const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(Math.max(...embeddings.map((value, i) => Math.abs(value - (expected[i] as number))))).toBeLessThanOrEqual(
      TOLERANCES.operators * scale,
    );
  });

  it('do not fail with one whose numbers overflow', async () => {
    // Without a square root before it, SNV squares these.
    const raw = await tinyEndpoint({ settings: { preprocessing: [{ step: 'snv' }] } });
    const huge = row(0).map((value, i) => (i % 2 === 0 ? 3e38 : value));
    const bad = Float32Array.from([...huge, ...row(1)]);
    const [first, refused, embedded, explained, good] = await Promise.allSettled([
      raw.inference.compare(raw.served, pairOf(0, 1)),
      raw.inference.compare(raw.served, bad),
      raw.inference.embed(raw.served, huge),
      raw.inference.explain(raw.served, bad),
      raw.inference.compare(raw.served, pairOf(0, 1)),
    ]);
    await raw.close();
    expect(first.status).toBe('fulfilled');
    expect(good).toEqual(first);
    for (const one of [refused, embedded, explained]) {
      expect(one).toMatchObject({ reason: { code: 'input', message: expect.stringMatching(/is not finite.*Scale/) } });
    }
  });

  it('do not fail with one that the graph refuses', async () => {
    // The app never lets NaN through; should it, only that request hears of it.
    const [, refused, good] = await Promise.allSettled([
      endpoint.inference.compare(endpoint.served, pairOf(0, 1)),
      endpoint.inference.embed(endpoint.served, row(0).slice().fill(Number.NaN)),
      endpoint.inference.compare(endpoint.served, pairOf(2, 3)),
    ]);
    expect(refused).toMatchObject({ reason: { code: 'input', message: expect.stringMatching(/NaN/) } });
    expect(good).toMatchObject({ status: 'fulfilled' });
  });

  it('are given up when their client is gone', async () => {
    const gone = new AbortController();
    const first = endpoint.inference.compare(endpoint.served, pairOf(0, 1));
    const given = endpoint.inference.compare(endpoint.served, pairOf(0, 1), gone.signal);
    const { waiting } = status();
    gone.abort(new Error('hung up'));
    await expect(given).rejects.toThrow('hung up');
    expect(status().waiting).toBe(waiting - 1);
    await first;
    await expect(endpoint.inference.compare(endpoint.served, pairOf(0, 1), gone.signal)).rejects.toThrow('hung up');
  });
});

/** The built thread, except that it takes its time: its answers come this much later. */
const SLOW_MS = 200;
const SLOW = `
  const { parentPort, workerData } = require('node:worker_threads');
  const send = parentPort.postMessage.bind(parentPort);
  parentPort.postMessage = (message, transfer) =>
    setTimeout(() => send(message, transfer), 'answers' in message ? ${SLOW_MS} : 0);
  import(${JSON.stringify(pathToFileURL(BUILT).href)});
`;

describe('with a thread that is slow', () => {
  let slow: TinyEndpoint;
  const threads: Worker[] = [];
  beforeAll(async () => {
    slow = await tinyEndpoint({
      spawn: (setup) => {
        const worker = new Worker(SLOW, { eval: true, workerData: setup, execArgv: [] });
        threads.push(worker);
        return worker;
      },
    });
  });
  afterAll(() => slow.close());

  const status = () => slow.inference.status();
  const ask = () => slow.app.request('/v1/compare', json({ a: toJson(row(0)), b: toJson(row(1)) }));
  const health = async () => {
    const response = await slow.app.request('/healthz');
    return { http: response.status, ...(await bodyOf(response)) };
  };

  it('/healthz answers while it runs, and says so', async () => {
    const asked = ask();
    await until(() => status().running === 1);
    expect(await health()).toMatchObject({ http: 200, status: 'ok', running: 1, waiting: 0 });
    expect((await asked).status).toBe(200);
  });

  it('requests are refused when too many wait, and taken again when there is room', async () => {
    const leaving = new AbortController();
    setMaxListeners(0, leaving.signal);
    const all = Array.from({ length: 300 }, () => slow.inference.compare(slow.served, pairOf(0, 1), leaving.signal));
    // One runs, 256 wait, and the app says the same of the next.
    const refused = await ask();
    expect(refused.status).toBe(503);
    expect(refused.headers.get('Retry-After')).toBe('1');
    expect(await bodyOf(refused)).toMatchObject({
      code: 'unavailable',
      detail: expect.stringMatching(/^256 requests/),
    });
    leaving.abort(new Error('left'));
    const ends = await Promise.allSettled(all);
    const reasons = ends.map((end) => (end.status === 'fulfilled' ? 'answered' : (end.reason as Error).message));
    expect(reasons.filter((reason) => reason === 'answered' || reason === 'left')).toHaveLength(257);
    expect(reasons.slice(257).every((reason) => reason.startsWith('256 requests are waiting'))).toBe(true);
    expect((await ask()).status).toBe(200);
  });

  it('its end fails the requests it was running and none that wait, and it is started anew', async () => {
    const running = ask();
    await until(() => status().running === 1);
    const waiting = ask();
    await until(() => status().waiting === 1);
    await threads.at(-1)?.terminate();
    const failed = await running;
    expect(failed.status).toBe(503);
    expect(failed.headers.get('Retry-After')).toBe('1');
    expect((await bodyOf(failed)).detail).toMatch(/thread ended while it ran this request/);
    expect(await health()).toMatchObject({
      http: 503,
      status: 'restarting',
      lastFailure: expect.stringMatching(/ended/),
    });
    expect((await waiting).status).toBe(200);
    expect(threads).toHaveLength(2);
    expect(await health()).toMatchObject({ http: 200, status: 'ok', restarts: 1 });
    expect(slow.failures).toEqual([]);
  });

  it('it is down while its model is not to be loaded, says why, and comes back with it', async () => {
    const graph = join(slow.folder, 'tiny/onnx/model.onnx');
    renameSync(graph, `${graph}.away`);
    await threads.at(-1)?.terminate();
    await until(() => status().state === 'down');
    expect(await health()).toMatchObject({
      http: 503,
      status: 'down',
      lastFailure: expect.stringMatching(/no file onnx\/model\.onnx/),
    });
    const refused = await ask();
    expect(refused.status).toBe(503);
    expect((await bodyOf(refused)).detail).toMatch(/cannot be run: .*model\.onnx/);
    renameSync(`${graph}.away`, graph);
    await until(() => status().state === 'ok');
    expect((await ask()).status).toBe(200);
  });

  it('it does not come back as another model', async () => {
    const manifest = join(slow.folder, 'tiny/manifest.json');
    const before = slow.files['manifest.json'] as Uint8Array;
    writeFileSync(manifest, Buffer.concat([before, Buffer.from('\n')]));
    await threads.at(-1)?.terminate();
    await until(() => status().state === 'down');
    expect(status().lastFailure).toMatch(/written anew while it was served\. Restart the server/);
    writeFileSync(manifest, before);
    await until(() => status().state === 'ok');
  });

  it('stopping refuses what is new, answers what has come, and says so', async () => {
    const come = ask();
    await until(() => status().running === 1);
    slow.inference.announceStop();
    const late = await slow.app.request('/v1/models');
    expect(late.status).toBe(503);
    expect(late.headers.get('Connection')).toBe('close');
    expect(await bodyOf(late)).toMatchObject({ code: 'unavailable', detail: expect.stringMatching(/stopping/) });
    expect(await health()).toMatchObject({ http: 503, status: 'stopping', running: 1 });
    const answered = await come;
    expect(answered.status).toBe(200);
    expect(answered.headers.get('Connection')).toBe('close');
  });
});

describe('startInference', () => {
  it('refuses a damaged model and a provider that is not there, by name', async () => {
    const { models } = await openModels(endpoint.folder);
    await expect(startInference({ models, provider: 'wasm', threads: 1 })).rejects.toMatchObject({
      code: 'runtime',
      message: expect.stringMatching(/"wasm" is none of node's/),
    });
    const graph = join(endpoint.folder, 'tiny/onnx/score.onnx');
    renameSync(graph, `${graph}.away`);
    await expect(startInference({ models, ...ONE_THREAD })).rejects.toMatchObject({
      code: 'artifact',
      message: expect.stringMatching(/tiny cannot be served: .*score\.onnx/),
    });
    renameSync(`${graph}.away`, graph);
  });

  it('answers nothing for no spectra, and nobody after it was closed', async () => {
    const inference = await startInference({ models: endpoint.models, ...ONE_THREAD });
    expect(await inference.embed(endpoint.served, new Float32Array(0))).toEqual(new Float32Array(0));
    const running = inference.compare(endpoint.served, pairOf(0, 1));
    const waiting = inference.compare(endpoint.served, pairOf(0, 1));
    // Both end with an answer, a refusal, and never in silence.
    const ends = Promise.allSettled([running, waiting]);
    await inference.close();
    expect((await ends)[1]).toMatchObject({ reason: { code: 'unavailable' } });
    await expect(inference.compare(endpoint.served, pairOf(0, 1))).rejects.toMatchObject({ code: 'unavailable' });
    expect(inference.status().state).toBe('stopping');
  });
});
