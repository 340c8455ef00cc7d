/**
 * The thread that runs graphs, so that the server's own thread stays free: `session.run` blocks the one it is called on.
 *
 * @module
 */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { loadModel, type Model, SpectroSimError } from '@spectrosim/models';
import { readArtifact } from '../../artifact-store.js';
import { nodeRuntime } from '../../runtime.js';
import type { Run, ThreadMessage, ThreadSetup } from './messages.js';
import { runBatch, sentError } from './run-batch.js';

const port = parentPort as MessagePort;
const send = (message: ThreadMessage, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);

async function load({ models, provider, threads }: ThreadSetup): Promise<ReadonlyMap<string, Model>> {
  // Threads that spin between runs would take the cores from the server and from whoever calls it.
  const runtime = nodeRuntime({ spinning: false });
  const loaded = new Map<string, Model>();
  for (const { id, folder, manifestHash } of models) {
    try {
      const model = await loadModel(readArtifact(folder), runtime, {
        provider,
        threads,
        // A model of this project runs whole on the provider, or something is wrong that must not hide behind the CPU.
        strict: provider !== 'cpu',
      });
      if (model.artifact.manifestHash !== manifestHash) {
        throw new SpectroSimError('artifact', 'It was written anew while it was served. Restart the server.');
      }
      loaded.set(id, model);
    } catch (error) {
      const { code, message } = sentError(error);
      throw new SpectroSimError(code, `The model in ${folder} cannot be served: ${message}`);
    }
  }
  return loaded;
}

try {
  const models = await load(workerData as ThreadSetup);
  port.on('message', async ({ model, ...run }: Run) => {
    const answers = await runBatch(models.get(model) as Model, run);
    send(
      { answers },
      answers.flatMap((answer) => ('embeddings' in answer ? [answer.embeddings.buffer] : [])),
    );
  });
  send({ ready: true });
} catch (error) {
  send({ failed: sentError(error) });
}
