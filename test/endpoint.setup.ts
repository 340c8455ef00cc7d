import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadModel, type Model, type SpectrumSet } from '@spectrosim/models';
import { nodeRuntime, readArtifact, writeFolder } from '@spectrosim/runtime-node';
import {
  type AppOptions,
  createApp,
  type Inference,
  type InferenceOptions,
  openModels,
  type ServedModel,
  startInference,
} from '@spectrosim/runtime-node/http';
import { expect } from 'vitest';
import { ONE_THREAD, tinyArtifact, tinySet } from './tiny-artifact.setup.js';

/** The tiny model in a folder, served, and loaded in this process to compare with. */
export interface TinyEndpoint {
  /** A folder with one model, `tiny`. */
  readonly folder: string;
  readonly set: SpectrumSet;
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly models: readonly ServedModel[];
  readonly served: ServedModel;
  readonly model: Model;
  readonly inference: Inference;
  readonly app: ReturnType<typeof createApp>;
  /** What was answered with 500. */
  readonly failures: unknown[];
  close(): Promise<void>;
}

/**
 * Trains the tiny model and puts an endpoint over it.
 *
 * @param options of app and inference; `copies` are names of further models with the same files, `settings` are of the training,
 *   `files` those of another artifact
 */
export async function tinyEndpoint(
  options: Partial<AppOptions> &
    Pick<Partial<InferenceOptions>, 'spawn'> & {
      readonly copies?: readonly string[];
      readonly settings?: object;
      readonly files?: Readonly<Record<string, Uint8Array>>;
    } = {},
): Promise<TinyEndpoint> {
  const { spawn, copies = [], settings = {}, files = (await tinyArtifact(settings)).files, ...appOptions } = options;
  const folder = mkdtempSync(join(tmpdir(), 'spectrosim-endpoint-'));
  for (const name of ['tiny', ...copies]) {
    await writeFolder(join(folder, name), files);
  }
  const { models } = await openModels(folder);
  const inference = await startInference({ models, ...ONE_THREAD, ...(spawn === undefined ? {} : { spawn }) });
  const failures: unknown[] = [];
  const app = createApp({ models, inference, onFailure: (error) => failures.push(error), ...appOptions });
  const model = await loadModel(readArtifact(join(folder, 'tiny')), nodeRuntime(), ONE_THREAD);
  return {
    folder,
    set: tinySet(),
    files,
    models,
    served: models.find(({ id }) => id === 'tiny') as ServedModel,
    model,
    inference,
    app,
    failures,
    async close() {
      await inference.close();
      await model.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Intensities as JSON has them. */
export function toJson(intensities: Float32Array): (number | null)[] {
  return Array.from(intensities, (value) => (Number.isNaN(value) ? null : value));
}

/** A request with a JSON body. */
export function json(body: unknown): RequestInit {
  return {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

/** A request with little-endian floats. */
export function binary(floats: Float32Array<ArrayBuffer>, headers: Record<string, string> = {}): RequestInit {
  return { method: 'POST', headers: { 'Content-Type': 'application/octet-stream', ...headers }, body: floats };
}

/** The body of an answer that must be JSON. */
export async function bodyOf(response: Response): Promise<Record<string, unknown>> {
  return (await response.json()) as Record<string, unknown>;
}

/** A request that must fail so, as a problem of RFC 9457. */
export async function expectProblem(
  { app }: Pick<TinyEndpoint, 'app'>,
  [path, init]: readonly [string, RequestInit?],
  status: number,
  detail: RegExp,
) {
  const response = await app.request(path, init);
  const body = await bodyOf(response);
  expect(body.detail).toMatch(detail);
  expect(response.status).toBe(status);
  expect(response.headers.get('Content-Type')).toBe('application/problem+json');
  expect(body).toMatchObject({ type: 'about:blank', status, title: expect.any(String), code: expect.any(String) });
  expect(body.instance).toBe(path.split('?')[0]);
  expect(body.requestId).toBe(response.headers.get('X-Request-Id'));
  return { response, body };
}
