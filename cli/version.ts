import { createRequire } from 'node:module';

// By its own name, which holds for sources and build alike.
const { version } = createRequire(import.meta.url)('spectrosim/package.json') as { version: string };

/** The version of the program. */
export const VERSION = version;
