import { type GraphSession, type GraphStepper, SpectroSimError } from '@spectrosim/models';
import { webgpuAdapter, webRuntime } from '../index.js';
import { HARNESS, type Harness, type HarnessAnswer } from './protocol.js';

const runtime = webRuntime();
const sessions = new Map<number, GraphSession>();
const steppers = new Map<number, GraphStepper>();
let handles = 0;

const harness: Harness = {
  version: runtime.version,
  adapter: () => answer(webgpuAdapter),
  load: (url, options) =>
    answer(async () => {
      const response = await fetch(url);
      if (!response.ok) {
        throw new SpectroSimError('runtime', `The harness cannot fetch ${url}: status ${response.status}.`);
      }
      const loaded = await runtime.load(new Uint8Array(await response.arrayBuffer()), options);
      return { session: keep(sessions, loaded), inputs: loaded.inputs, outputs: loaded.outputs };
    }),
  run: (session, feeds) => answer(() => kept(sessions, session).run(feeds)),
  release: (session) => answer(() => kept(sessions, session).dispose()),
  stepper: (session, initial) => answer(async () => keep(steppers, kept(sessions, session).stepper(initial))),
  step: (stepper, feeds) => answer(() => kept(steppers, stepper).step(feeds)),
  state: (stepper) => answer(() => kept(steppers, stepper).state()),
  releaseStepper: (stepper) => answer(() => kept(steppers, stepper).dispose()),
};
Object.assign(globalThis, { [HARNESS]: harness });

async function answer<T>(work: () => Promise<T>): Promise<HarnessAnswer<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    const code = error instanceof SpectroSimError ? error.code : 'runtime';
    return { error: { code, message: error instanceof Error ? error.message : String(error) } };
  }
}

function keep<T>(store: Map<number, T>, value: T): number {
  handles += 1;
  store.set(handles, value);
  return handles;
}

function kept<T>(store: Map<number, T>, handle: number): T {
  const value = store.get(handle);
  if (value === undefined) {
    throw new SpectroSimError('usage', `The harness has no handle ${handle}.`);
  }
  return value;
}
