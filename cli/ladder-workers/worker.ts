/**
 * A thread that climbs ladders, one at a time, with a runtime of its own.
 *
 * @module
 */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { nodeRuntime } from '@spectrosim/runtime-node';
import { climbLadder, type LadderJob } from '@spectrosim/training';
import { ladderPorts } from '../ladder-ports.js';
import { type LadderAnswer, type LadderSetup, sentError } from './messages.js';

const port = parentPort as MessagePort;
const { data, options } = workerData as LadderSetup;
// Threads of ONNX Runtime that spin between runs would take the cores from the ladders beside this one.
const ports = ladderPorts({ runtime: nodeRuntime({ spinning: false }), options });

async function climb(job: LadderJob): Promise<LadderAnswer> {
  try {
    return { outcome: await climbLadder(data, job, ports) };
  } catch (error) {
    return { failed: sentError(error) };
  }
}

port.on('message', async (job: LadderJob) => port.postMessage(await climb(job)));
