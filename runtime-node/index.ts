/**
 * SpectroSim models on servers: onnxruntime-node behind the `GraphRuntime` port.
 *
 * @module
 */
export { nodeRuntime } from './runtime.js';
