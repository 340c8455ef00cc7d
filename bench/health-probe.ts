import { Agent, get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** Between two probes, in ms: often enough for a 99th percentile, too seldom to be a load. */
const PAUSE_MS = 10;

/** Asks for `/healthz` again and again over a connection of its own until `signal`; milliseconds of each answer. */
export async function probeHealth(url: string, signal: AbortSignal): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times: number[] = [];
  while (!signal.aborted) {
    const start = performance.now();
    await answered(`${url}/healthz`, agent);
    times.push(performance.now() - start);
    await delay(PAUSE_MS);
  }
  agent.destroy();
  return times;
}

function answered(url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      if (response.statusCode !== 200) {
        reject(new Error(`${url} answered ${response.statusCode}`));
      }
      response.resume().on('end', resolve);
    }).on('error', reject);
  });
}
