import { inject, test } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Why the browser tests cannot run. */
    noChromium: string;
  }
}

test.skip(`the browser tests: ${inject('noChromium')}`);
