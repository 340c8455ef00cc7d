import {
  checkedSession,
  type GraphSession,
  graphLoadError,
  type LoadOptions,
  SpectroSimError,
  type ValueInfo,
  valueInfo,
} from '@spectrosim/models';
import { InferenceSession } from 'onnxruntime-node';
import { providerMissing, sessionOptions } from './providers.js';
import { createStepper } from './stepper.js';
import { fromOrt, type OrtTensors, toOrt } from './tensors.js';

/**
 * Loads a graph into onnxruntime-node.
 *
 * @param adjust changes the session's settings last
 * @throws SpectroSimError `graph` when ONNX Runtime refuses the graph, `runtime` when the provider is not available or,
 * with `strict`, cannot run the whole graph
 */
export async function loadSession(
  graph: Uint8Array,
  options: LoadOptions,
  adjust: (settings: InferenceSession.SessionOptions) => InferenceSession.SessionOptions = (settings) => settings,
): Promise<GraphSession> {
  const settings = adjust(sessionOptions(options));
  let session: InferenceSession;
  try {
    session = await InferenceSession.create(graph, settings);
  } catch (cause) {
    throw loadError(options, messageOf(cause), cause);
  }
  const run = async (feeds: OrtTensors, fetches: InferenceSession.FetchesType): Promise<OrtTensors> => {
    try {
      return (await session.run(feeds, fetches)) as OrtTensors;
    } catch (cause) {
      throw new SpectroSimError('runtime', `ONNX Runtime failed to run the graph: ${messageOf(cause)}`, { cause });
    }
  };
  return checkedSession({
    provider: options.provider,
    threads: options.threads,
    inputs: session.inputMetadata.map(describe),
    outputs: session.outputMetadata.map(describe),
    run: async (feeds) => fromOrt(await run(toOrt(feeds), session.outputNames)),
    stepper: (initial) => createStepper(run, session.outputNames, initial),
    dispose: () => session.release(),
  });
}

function describe(value: InferenceSession.ValueMetadata): ValueInfo {
  return value.isTensor ? valueInfo(value.name, value.type, value.shape) : valueInfo(value.name, 'no tensor', []);
}

/** What ONNX Runtime says when the provider itself cannot start. */
const NO_DEVICE = /WebGPU adapter|shared library|CUDA failure|no CUDA-capable device/i;

function loadError({ provider }: LoadOptions, message: string, cause: unknown): SpectroSimError {
  return provider !== 'cpu' && NO_DEVICE.test(message)
    ? providerMissing(provider, message.replace(/^.* was false\. /s, '').trim(), cause)
    : graphLoadError(provider, message, cause);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
