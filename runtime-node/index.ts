/**
 * SpectroSim models on servers: onnxruntime-node behind the `GraphRuntime` port, and artifacts on disk.
 *
 * @module
 */

export { assertFree, type FolderMark, readArtifact, writeFileAtomically, writeFolder } from './artifact-store.js';
export { type NodeRuntimeOptions, nodeRuntime } from './runtime.js';
