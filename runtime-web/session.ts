import {
  checkedSession,
  type GraphSession,
  type LoadOptions,
  type NamedTensors,
  SpectroSimError,
  type ValueInfo,
  valueInfo,
} from '@spectrosim/models';
import type { InferenceSession } from 'onnxruntime-common';
import { prepareOrt, type WasmPaths } from './page-settings.js';
import { createStepper } from './stepper.js';
import { fromOrt, toOrt } from './tensors.js';
import { turnTaking } from './turns.js';

/**
 * Loads a graph into onnxruntime-web.
 *
 * @throws SpectroSimError `graph` when ONNX Runtime refuses the graph, `runtime` when the provider or the threads are not available
 */
export async function loadSession(
  graph: Uint8Array,
  options: LoadOptions,
  wasmPaths: WasmPaths | undefined,
): Promise<GraphSession> {
  const { ort, provider } = await prepareOrt(options, wasmPaths);
  let session: InferenceSession;
  try {
    session = await ort.InferenceSession.create(graph, {
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
      ...provider.options,
    });
  } catch (cause) {
    const message = messageOf(cause);
    // What ONNX Runtime says when its WebAssembly cannot be fetched or started.
    throw message.startsWith('no available backend')
      ? new SpectroSimError('runtime', `ONNX Runtime cannot start in this page: ${message}`, { cause })
      : new SpectroSimError('graph', `ONNX Runtime cannot load the graph: ${message}`, { cause });
  }
  const run = async (feeds: NamedTensors): Promise<NamedTensors> => {
    try {
      return fromOrt(await session.run(toOrt(ort, feeds)));
    } catch (cause) {
      throw new SpectroSimError('runtime', `ONNX Runtime failed to run the graph: ${messageOf(cause)}`, { cause });
    }
  };
  const raw: GraphSession = {
    provider: options.provider,
    threads: options.threads,
    inputs: session.inputMetadata.map(describe),
    outputs: session.outputMetadata.map(describe),
    run,
    stepper: (initial) => createStepper(run, initial),
    dispose: () => session.release(),
  };
  return checkedSession(turnTaking(raw));
}

function describe(value: InferenceSession.ValueMetadata): ValueInfo {
  return value.isTensor ? valueInfo(value.name, value.type, value.shape) : valueInfo(value.name, 'no tensor', []);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
