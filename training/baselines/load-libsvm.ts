import { createRequire } from 'node:module';

/** What is used of libsvm-js. */
export interface LibSvm {
  readonly SVM_TYPES: { readonly C_SVC: string };
  readonly KERNEL_TYPES: { readonly RBF: string };
  new (options: {
    readonly type: string;
    readonly kernel: string;
    readonly gamma: number;
    readonly cost: number;
    readonly tolerance: number;
    readonly cacheSize: number;
    readonly quiet: true;
  }): LibSvmModel;
}

/** A machine, whose memory is not collected: it must be freed. */
export interface LibSvmModel {
  train(samples: readonly (readonly number[])[], labels: readonly number[]): void;
  serializeModel(): string;
  /** Places of the support vectors among the samples, in the order of the serialised model. */
  getSVIndices(): number[];
  free(): void;
}

/** What a module may add to the process on its way in, and must not leave. */
const EVENTS = ['unhandledRejection', 'uncaughtException'] as const;

let loaded: LibSvm | undefined;

/**
 * Loads libsvm, compiled to JavaScript: that is ready at once, while the WebAssembly build of the same package is fetched, which
 * fails in node with a message before it is read from the file after all.
 *
 * The module binds `console.log` to libsvm's output and makes any unhandled rejection end the process; neither is left to stand.
 */
export function loadLibSvm(): LibSvm {
  if (loaded === undefined) {
    const before = EVENTS.map((event) => new Set(process.listeners(event as 'uncaughtException')));
    const { log } = console;
    // Bound as the module is read, for good: what libsvm prints goes nowhere, and everybody else's goes on.
    console.log = () => {};
    try {
      loaded = createRequire(import.meta.url)('libsvm-js/asm') as LibSvm;
    } finally {
      console.log = log;
    }
    EVENTS.forEach((event, i) => {
      for (const listener of process.listeners(event as 'uncaughtException')) {
        if (before[i]?.has(listener) === false) {
          process.removeListener(event, listener);
        }
      }
    });
  }
  return loaded;
}
