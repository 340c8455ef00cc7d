/**
 * SpectroSim models on servers: onnxruntime-node behind the `GraphRuntime` port.
 *
 * @module
 */

export { assertFree, type FolderMark, readArtifact, writeFileAtomically, writeFolder } from './artifact-store.js';
export { nodeRuntime } from './runtime.js';
