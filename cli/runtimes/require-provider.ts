import { type Provider, SpectroSimError } from '@spectrosim/models';
import { probeProvider } from './probe-provider.js';

/**
 * Makes sure that a provider works before any other work is done. What has a driver is tried in a process of its own, so
 * that the driver's words do not stand before ours.
 *
 * @throws SpectroSimError `runtime` when it is not there, with what brings it
 */
export async function requireProvider(provider: Provider): Promise<void> {
  if (provider === 'cpu') {
    return;
  }
  if (provider === 'wasm') {
    throw new SpectroSimError(
      'runtime',
      'Provider "wasm" runs in a page; this command runs in node. Name cpu, cuda or webgpu; "serve" gives a page that runs on wasm.',
    );
  }
  const absent = await probeProvider(provider);
  if (absent !== undefined) {
    throw new SpectroSimError('runtime', absent);
  }
}
