/**
 * SpectroSim models in a page: onnxruntime-web behind the `GraphRuntime` port.
 *
 * @module
 */
export { type Calibration, calibrateProvider, type ProviderTrial } from './calibrate.js';
export {
  HARNESS,
  type Harness,
  type HarnessAnswer,
  type HarnessMethod,
  type HarnessSession,
} from './harness/protocol.js';
export type { WasmPaths } from './page-settings.js';
export { type WebRuntimeOptions, webRuntime } from './runtime.js';
export { type WebgpuAdapter, webgpuAdapter } from './webgpu-adapter.js';
