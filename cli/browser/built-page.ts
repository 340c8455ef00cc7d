import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { SpectroSimError } from '@spectrosim/models';

/**
 * The folder of a page that `runtime-web` builds: the harness that tests and `parity` drive, or the app that `serve` gives.
 *
 * @throws SpectroSimError `runtime` when it is not built
 */
export function builtPage(name: 'harness-page' | 'app'): string {
  try {
    return dirname(createRequire(import.meta.url).resolve(`@spectrosim/runtime-web/${name}/index.html`));
  } catch (cause) {
    throw new SpectroSimError('runtime', `The page "${name}" is not built. Run "npm run build" first.`, { cause });
  }
}
