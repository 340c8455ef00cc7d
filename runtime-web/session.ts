import {
  checkedSession,
  type GraphSession,
  graphLoadError,
  type LoadOptions,
  type NamedTensors,
  nextStateName,
  SpectroSimError,
  type ValueInfo,
  valueInfo,
} from '@spectrosim/models';
import type { InferenceSession, Tensor } from 'onnxruntime-common';
import { prepareOrt, type WasmPaths } from './page-settings.js';
import { createStepper } from './stepper.js';
import { fromOrt, toOrt } from './tensors.js';
import { turnTaking } from './turns.js';

/**
 * Loads a graph into onnxruntime-web.
 *
 * @throws SpectroSimError `graph` when ONNX Runtime refuses the graph, `runtime` when the provider or the threads are not
 * available or, with `strict`, the provider cannot run the whole graph
 */
export async function loadSession(
  graph: Uint8Array,
  options: LoadOptions,
  wasmPaths: WasmPaths | undefined,
): Promise<GraphSession> {
  const { ort, provider } = await prepareOrt(options, wasmPaths);
  const create = async (more: InferenceSession.SessionOptions = {}) => {
    try {
      return await ort.InferenceSession.create(graph, {
        executionMode: 'sequential',
        graphOptimizationLevel: 'all',
        logSeverityLevel: 3,
        ...provider.options(options),
        ...more,
      });
    } catch (cause) {
      throw loadError(options, messageOf(cause), cause);
    }
  };
  let session = await create();
  const stateOutputs = session.inputNames.map(nextStateName).filter((name) => session.outputNames.includes(name));
  if (provider.stateLocation !== 'cpu' && stateOutputs.length > 0) {
    // Where an output is left has to be said when a session is made, and only a session knows its outputs.
    await session.release();
    session = await create({
      preferredOutputLocation: Object.fromEntries(stateOutputs.map((name) => [name, provider.stateLocation])),
    });
  }
  const run = async (feeds: Readonly<Record<string, Tensor>>) => {
    try {
      return await session.run(feeds);
    } catch (cause) {
      throw new SpectroSimError('runtime', `ONNX Runtime failed to run the graph: ${messageOf(cause)}`, { cause });
    }
  };
  const view = (values: NamedTensors) => toOrt(ort, values);
  const raw: GraphSession = {
    provider: options.provider,
    threads: options.threads,
    inputs: session.inputMetadata.map(describe),
    outputs: session.outputMetadata.map(describe),
    run: async (feeds) => fromOrt(await run(view(feeds))),
    stepper: (initial) => createStepper(run, view, initial),
    dispose: () => session.release(),
  };
  return checkedSession(turnTaking(raw));
}

function loadError({ provider }: LoadOptions, message: string, cause: unknown): SpectroSimError {
  // What ONNX Runtime says when its WebAssembly cannot be fetched or started.
  if (message.startsWith('no available backend')) {
    return new SpectroSimError('runtime', `ONNX Runtime cannot start in this page: ${message}`, { cause });
  }
  return graphLoadError(provider, message, cause);
}

function describe(value: InferenceSession.ValueMetadata): ValueInfo {
  return value.isTensor ? valueInfo(value.name, value.type, value.shape) : valueInfo(value.name, 'no tensor', []);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
