import { webRuntime } from '@spectrosim/runtime-web';
import { expect, it } from 'vitest';
import { describeGraphRuntime } from './port-suite.js';

const started: (string | undefined)[] = [];
globalThis.Worker = class extends Worker {
  constructor(url: string | URL, options?: WorkerOptions) {
    super(url, options);
    started.push(options?.name);
  }
};

describeGraphRuntime('runtime-web, wasm, threads = 2', webRuntime(), { provider: 'wasm', threads: 2 });

it('has run on two threads: the page and one worker', () => {
  expect(started).toEqual(['em-pthread']);
});
