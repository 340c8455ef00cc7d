import type { Provider } from '@spectrosim/models';
import { byId, element } from './dom.js';
import { type Engine, PAGE_PROVIDERS, type ProviderSetting } from './engine.js';
import type { PageTrial } from './page-trial.js';

const NAMES: Readonly<Record<Provider, string>> = { wasm: 'WebAssembly', webgpu: 'WebGPU', cpu: 'CPU', cuda: 'CUDA' };

const OUTCOMES = { unavailable: 'Not here.', wrong: 'Not used.', skipped: 'Not tried.' } as const;

/** What the user asks of the engine. */
export interface EngineEvents {
  choose(setting: ProviderSetting): void;
  measureAgain(): void;
}

/** What computes a verdict, in a line. */
export function describeEngine({ model: { provider, threads } }: Engine, version: string): string {
  return `${NAMES[provider]}, ${threads} ${threads === 1 ? 'thread' : 'threads'}, ONNX Runtime ${version}`;
}

/** What shows and changes the provider. */
export interface EngineView {
  busy(text: string, setting: ProviderSetting): void;
  failed(): void;
  show(engine: Engine, version: string): void;
  /** How long the last comparison took. */
  took(ms: number): void;
}

/** Makes the choice of provider. */
export function createEngineView(threads: number, events: EngineEvents): EngineView {
  const state = byId('engine-state', HTMLElement);
  const choice = byId('engine-choice', HTMLElement);
  const select = byId('provider', HTMLSelectElement);
  const measure = byId('measure', HTMLButtonElement);
  let line = '';
  let trials: readonly PageTrial[] = [];
  const settings: readonly ProviderSetting[] = ['fastest', ...PAGE_PROVIDERS];
  select.append(...settings.map((value) => new Option(value === 'fastest' ? 'Fastest here' : NAMES[value], value)));
  select.addEventListener('change', () => events.choose(select.value as ProviderSetting));
  measure.addEventListener('click', () => events.measureAgain());
  byId('threads-note', HTMLElement).textContent = globalThis.crossOriginIsolated
    ? `${threads} ${threads === 1 ? 'thread' : 'threads'}: this browser offers ${navigator.hardwareConcurrency}; a page settles on a number when it starts.`
    : '1 thread: the server did not send the headers (COOP, COEP) that more threads need.';

  return {
    busy(text, setting) {
      state.textContent = text;
      select.value = setting;
      measure.disabled = true;
    },
    failed() {
      state.textContent = 'No model is loaded.';
      choice.hidden = false;
      measure.disabled = false;
    },
    show(engine, version) {
      line = describeEngine(engine, version);
      state.textContent = `${line}.`;
      trials = engine.trials.length > 0 ? engine.trials : trials;
      select.value = engine.setting;
      measure.disabled = false;
      choice.hidden = false;
      for (const option of select.options) {
        const trial = trials.find(({ provider }) => provider === option.value);
        option.disabled = trial?.outcome === 'unavailable' || trial?.outcome === 'wrong';
      }
      byId('trials', HTMLTableElement).replaceChildren(
        element('caption', {}, trials.length === 0 ? 'Nothing was measured here yet.' : 'Measured on this device'),
        ...trials.map((trial) => trialRow(trial, engine)),
      );
    },
    took(ms) {
      state.textContent = `${line}. This comparison took ${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms.`;
    },
  };
}

function trialRow(trial: PageTrial, { model }: Engine): HTMLElement {
  const result =
    trial.outcome === 'measured'
      ? `${trial.compareMs.toFixed(1)} ms a comparison`
      : `${OUTCOMES[trial.outcome]} ${trial.reason}`;
  const chosen = trial.provider === model.provider;
  return element(
    'tr',
    chosen ? { class: 'chosen' } : {},
    element('th', { scope: 'row' }, NAMES[trial.provider]),
    element('td', {}, result, ...(chosen ? [element('em', {}, ' · in use')] : [])),
  );
}
