/**
 * tfjs functions to ONNX graphs: the tracer, the checker and the writer.
 *
 * @module
 */
export { type CheckOptions, checkGraph } from './onnx/check.js';
export { decodeModel } from './onnx/decode.js';
export { encodeModel } from './onnx/encode.js';
export { type Attribute, type Graph, type GraphNode, IR_VERSION, OPSET } from './onnx/graph.js';
export { inferShapes } from './onnx/infer.js';
export type { InferredValue } from './onnx/rules/rule.js';
export { type OptimiseOptions, optimise } from './optimise/optimise.js';
export { severalSteps } from './several-steps.js';
export { type DynamicInput, traceDynamic } from './tracer/dynamic-batch.js';
export { type TensorFunction, type TraceInput, trace } from './tracer/trace.js';
export { type WatchedGraph, type WatchedValue, watchedValues } from './watched-values.js';
