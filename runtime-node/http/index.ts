/**
 * Models over HTTP: a Hono app, and the thread that runs its graphs.
 *
 * @example
 * ```ts
 * import { createApp, listen, openModels, startInference } from '@spectrosim/runtime-node/http';
 *
 * const { models } = await openModels('runs');
 * const inference = await startInference({ models, provider: 'cpu', threads: 2 });
 * const app = createApp({ models, inference });
 * const server = await listen(app, inference, { host: '127.0.0.1', port: 8080 });
 * ```
 * @module
 */
export { type AppOptions, createApp } from './app.js';
export { type Inference, type InferenceOptions, startInference } from './inference/inference.js';
export type { ExplainedPair, PairAnswer } from './inference/jobs.js';
export { openModels, type ServedModel } from './served-models.js';
export { listen, type RunningServer } from './server.js';
