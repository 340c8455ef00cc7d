import type { GraphRuntime } from '@spectrosim/models';
import { type Engine, openEngine, type ProviderSetting } from './engine.js';
import { modelReader } from './server.js';

/** Which model to run, and on what. */
export interface ModelWish {
  readonly id: string;
  readonly setting: ProviderSetting;
  /** Measure the providers although an earlier measurement is kept. */
  readonly again: boolean;
}

/** The one model that is loaded, and its turns: no session is released under a comparison that runs on it. */
export interface ModelSession {
  /** The model, once it is loaded. */
  readonly engine: Engine | undefined;
  /** Loads what is wished in place of what there is; of several wishes the latest wins. */
  open(wish: ModelWish): void;
  /** Uses the model when its turn comes, unless it has been replaced by then. */
  use(work: (engine: Engine) => Promise<void>): void;
}

/** Makes the session. `changed` is called when a model is there, or `failed` with the reason why none is. */
export function createModelSession(
  runtime: GraphRuntime,
  threads: number,
  { changed, failed }: { changed(engine: Engine): void; failed(reason: unknown): void },
): ModelSession {
  let engine: Engine | undefined;
  let latest: ModelWish | undefined;
  let turn: Promise<void> = Promise.resolve();
  return {
    get engine() {
      return engine;
    },
    open(wish) {
      latest = wish;
      const before = engine;
      engine = undefined;
      turn = turn.then(async () => {
        try {
          await before?.model.dispose();
          if (latest !== wish) {
            return;
          }
          const opened = await openEngine({
            ...wish,
            read: modelReader(wish.id),
            runtime,
            threads,
            storage: localStorageIfAllowed(),
          });
          if (latest !== wish) {
            await opened.model.dispose();
            return;
          }
          engine = opened;
          changed(opened);
        } catch (reason) {
          if (latest === wish) {
            failed(reason);
          }
        }
      });
    },
    use(work) {
      const meant = engine;
      turn = turn
        .then(async () => {
          if (meant !== undefined && engine === meant) {
            await work(meant);
          }
        })
        .catch(failed);
    },
  };
}

/** A browser that blocks cookies throws at the mere mention of it; then every visit measures anew. */
function localStorageIfAllowed(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}
