import './no-eval.js';
import type { SpectrumSet } from '@spectrosim/models';
import { webRuntime } from '../index.js';
import { byId, messageOf } from './dom.js';
import { createDropZone } from './drop-zone.js';
import type { Engine, ProviderSetting } from './engine.js';
import { createEngineView } from './engine-view.js';
import { createFileTaker } from './file-taker.js';
import { misfitsOf, modelAxis, pickedSpectra } from './fit.js';
import { showModels } from './model-picker.js';
import { createModelSession } from './model-session.js';
import { createPlotSection } from './plot-controls.js';
import { hideRecord, showRecord } from './record.js';
import { listModels } from './server.js';
import { EMPTY, type Slots } from './slots.js';
import { createReferenceTrial } from './spectrum-file.js';
import { hideTrust, showTrust } from './trust-view.js';
import { showOutcome } from './verdict-view.js';
import { questionOf } from './verdict-words.js';
import { createWhySection } from './why-section.js';

/** More threads bring a model of this size nothing. */
const MOST_THREADS = 4;

const runtime = webRuntime();
const threads = globalThis.crossOriginIsolated ? Math.min(MOST_THREADS, navigator.hardwareConcurrency) : 1;
let slots: Slots = EMPTY;
let modelId = '';
let setting: ProviderSetting = 'fastest';
let modelError: string | undefined;

const session = createModelSession(runtime, threads, {
  changed: (engine) => {
    describeModel(engine);
    refresh();
  },
  failed: (reason) => fail(messageOf(reason)),
});
const plot = createPlotSection((range) => why.see(range));
const why = createWhySection(session, plot.see, plot.range);
const taker = createFileTaker(() => slots, change);
const dropZone = createDropZone({
  files: taker.take,
  pick: (side, index) => change({ ...slots, [side]: { ...slots[side], index } }),
  remove: (side) => change({ ...slots, [side]: { index: 0 } }),
});
const engineView = createEngineView(threads, {
  choose: (next) => open(modelId, next, false),
  measureAgain: () => open(modelId, 'fastest', true),
});
const nextReference = createReferenceTrial();

byId('swap', HTMLElement).addEventListener('click', () => change({ a: slots.b, b: slots.a }));
byId('try', HTMLElement).addEventListener('click', () => {
  session.use(async ({ model }) => change(await nextReference(model)));
});
byId('print', HTMLElement).addEventListener('click', () => window.print());
await start();

async function start(): Promise<void> {
  refresh();
  try {
    const ids = await listModels();
    showModels(ids, (id) => open(id, setting, false));
    const [first] = ids;
    if (first === undefined) {
      fail('The server has no model. Train one, and serve its folder.');
    } else {
      open(first, setting, false);
    }
  } catch (error) {
    fail(messageOf(error));
  }
}

function open(id: string, on: ProviderSetting, again: boolean): void {
  if (id !== modelId) {
    hideModel();
  }
  modelId = id;
  setting = on;
  showModelError(undefined);
  engineView.busy(again ? 'Measuring what is fastest here …' : 'Fetching the model …', on);
  session.open({ id, setting: on, again });
  refresh();
}

function fail(message: string): void {
  showModelError(message);
  hideModel();
  engineView.failed();
  refresh();
}

function showModelError(message: string | undefined): void {
  modelError = message;
  const error = byId('model-error', HTMLElement);
  error.hidden = message === undefined;
  error.textContent = message ?? '';
}

function hideModel(): void {
  hideTrust();
  byId('simulated', HTMLElement).hidden = true;
}

function describeModel(engine: Engine): void {
  const { manifest } = engine.model;
  byId('question', HTMLElement).textContent = questionOf(manifest.data.group);
  byId('simulated', HTMLElement).hidden = !manifest.simulated;
  showTrust(manifest, engine.check);
  engineView.show(engine, runtime.version);
}

function change(next: Slots): void {
  slots = next;
  refresh();
}

/** Shows what there is now, and compares when both spectra and a model are there. */
function refresh(): void {
  const { engine } = session;
  const spectra = pickedSpectra(slots);
  const misfits = misfitsOf(spectra, engine?.model.manifest);
  dropZone.show(slots, misfits);
  const fitting = Object.entries(spectra).filter(([side]) => !(side in misfits));
  plot.show(Object.fromEntries(fitting), engine && modelAxis(engine.model.manifest));
  byId('swap', HTMLElement).hidden = slots.a.file === undefined && slots.b.file === undefined;
  byId('try', HTMLElement).hidden = engine === undefined;
  hideRecord();
  why.hide();
  const { a, b } = spectra;
  const wait = (text: string) => showOutcome({ kind: 'waiting', text });
  if (engine === undefined) {
    wait(modelError === undefined ? 'The model is being fetched …' : 'No verdict: no model is loaded.');
  } else if (Object.keys(misfits).length > 0) {
    wait('No verdict: a spectrum does not fit the model. The reason stands beside it.');
  } else if (a === undefined || b === undefined) {
    wait(`The verdict appears here once ${a === b ? 'both spectra are' : 'the other spectrum is'} there.`);
  } else {
    wait('Comparing …');
    compare(a, b);
  }
}

function compare(a: SpectrumSet, b: SpectrumSet): void {
  const compared = slots;
  session.use(async (engine) => {
    if (slots !== compared) {
      return;
    }
    try {
      const start = performance.now();
      const verdict = await engine.model.compare(a, b);
      engineView.took(performance.now() - start);
      if (slots === compared) {
        const { manifest } = engine.model;
        showOutcome({ kind: 'verdict', verdict, manifest });
        why.offer({ a, b, manifest });
        await showRecord({ at: new Date(), modelId, engine, version: runtime.version, verdict, slots: compared });
      }
    } catch (error) {
      if (slots === compared) {
        showOutcome({ kind: 'failed', message: messageOf(error) });
      }
    }
  });
}
