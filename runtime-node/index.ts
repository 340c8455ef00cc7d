/**
 * SpectroSim models on servers: onnxruntime-node behind the `GraphRuntime` port, artifacts on disk, the HTTP endpoint.
 *
 * @module
 */

export { assertFree, type FolderMark, readArtifact, writeFileAtomically, writeFolder } from './artifact-store.js';
export { type AppOptions, BODY_LIMIT_MIB, createApp } from './http/app.js';
export {
  type Inference,
  type InferenceOptions,
  startInference,
} from './http/inference/inference.js';
export type { PairAnswer } from './http/inference/jobs.js';
export { openModels, type ServedModel } from './http/served-models.js';
export { listen, type RunningServer } from './http/server.js';
export { type NodeRuntimeOptions, nodeRuntime } from './runtime.js';
