/**
 * A thread that climbs ladders, one at a time, with a runtime of its own.
 *
 * @module
 */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { type GraphRuntime, SpectroSimError } from '@spectrosim/models';
import { nodeRuntime } from '@spectrosim/runtime-node';
import { climbLadder, type LadderJob } from '@spectrosim/training';
import { ladderPorts } from '../ladder-ports.js';
import { type LadderAnswer, type LadderRequest, type LadderSetup, sentError } from './messages.js';

const port = parentPort as MessagePort;
const { data, options, ending } = workerData as LadderSetup;
// Threads of ONNX Runtime that spin between runs would take the cores from the ladders beside this one.
const node = nodeRuntime({ spinning: false });
const runtime: GraphRuntime = {
  ...node,
  async load(graph, how) {
    if (Atomics.load(ending, 0) === 1) {
      throw new SpectroSimError('unavailable', 'This ladder is given up, since another failed.');
    }
    return node.load(graph, how);
  },
};
const ports = ladderPorts({ runtime, options });

async function climb(job: LadderJob): Promise<LadderAnswer> {
  try {
    return { outcome: await climbLadder(data, job, ports) };
  } catch (error) {
    return { failed: sentError(error) };
  }
}

port.on('message', async (request: LadderRequest) => {
  if (request === 'end') {
    port.close();
  } else {
    port.postMessage(await climb(request));
  }
});
