import {
  type ArtifactReader,
  decodeReference,
  type GraphRuntime,
  loadModel,
  type Model,
  openArtifact,
  type ParityRow,
  type Provider,
  SpectroSimError,
} from '@spectrosim/models';
import { calibrateProvider, checkHere, disagreement } from '../calibrate.js';
import { webgpuAdapter } from '../webgpu-adapter.js';
import { recallTrials, rememberTrials } from './calibration-memory.js';
import { fastestOf, type PageTrial } from './page-trial.js';

/** The providers a page may run on. */
export const PAGE_PROVIDERS = ['wasm', 'webgpu'] as const;

/** What the user asked for: a provider by name, or the one that is fastest here. */
export type ProviderSetting = (typeof PAGE_PROVIDERS)[number] | 'fastest';

/** A model that runs, and how it came to run there. */
export interface Engine {
  readonly model: Model;
  /** Its agreement with the artifact's reference, in this browser, now. */
  readonly check: ParityRow;
  readonly setting: ProviderSetting;
  /** What was measured here, now or on an earlier visit; none when the user named a provider. */
  readonly trials: readonly PageTrial[];
}

/** How a model is opened. */
export interface EngineRequest {
  readonly read: ArtifactReader;
  readonly runtime: GraphRuntime;
  readonly setting: ProviderSetting;
  /** One number for the page's life. */
  readonly threads: number;
  /** Where measurements are kept; a browser may forbid it. */
  readonly storage: Storage | undefined;
  /** Measure although an earlier measurement is kept. */
  readonly again: boolean;
}

/**
 * Loads a model on the provider that was named, or on the fastest one; and checks that it gives the reference's answers.
 *
 * @throws SpectroSimError `artifact` for a damaged model; `runtime` when the named provider is not there; `check` when it
 * gives other answers than the reference. Never another provider than the one named.
 */
export async function openEngine(request: EngineRequest): Promise<Engine> {
  const { read, runtime, setting, threads } = request;
  if (setting !== 'fastest') {
    return { ...(await loadChecked(read, runtime, setting, threads)), setting, trials: [] };
  }
  const { manifestHash } = await openArtifact(read);
  const key = { manifestHash, version: runtime.version, browser: navigator.userAgent, threads };
  const kept = request.storage === undefined || request.again ? undefined : recallTrials(request.storage, key);
  const winner = kept === undefined ? undefined : fastestOf(kept);
  if (kept !== undefined && winner !== undefined) {
    return { ...(await loadChecked(read, runtime, winner.provider, threads)), setting, trials: kept };
  }
  const skipped = await skippedTrials(threads);
  const candidates = PAGE_PROVIDERS.filter((name) => skipped.every(({ provider }) => provider !== name));
  const calibration = await calibrateProvider(
    read,
    runtime,
    candidates.map((provider) => ({ provider, threads })),
  );
  const { model, check } = calibration;
  const trials = [...calibration.trials, ...skipped];
  if (request.storage !== undefined) {
    rememberTrials(request.storage, key, trials);
  }
  return { model, check, setting, trials };
}

/** WebGPU in software is the CPU by a detour: measuring it would cost a large download, and seconds, to learn nothing. */
async function skippedTrials(threads: number): Promise<PageTrial[]> {
  const adapter = await webgpuAdapter();
  const reason = `Its adapter here, ${adapter?.name}, is software and computes on the CPU, as WebAssembly does with less ado.`;
  return adapter?.software === true ? [{ provider: 'webgpu', threads, outcome: 'skipped', reason }] : [];
}

async function loadChecked(
  read: ArtifactReader,
  runtime: GraphRuntime,
  provider: Provider,
  threads: number,
): Promise<Pick<Engine, 'model' | 'check'>> {
  const model = await loadModel(read, runtime, { provider, threads });
  const check = await checkHere(model, decodeReference(await model.artifact.file('reference.safetensors')));
  if (check.status !== 'pass') {
    await model.dispose();
    throw new SpectroSimError(
      'check',
      `${provider} runs in this browser and does not give the model's reference answers, so no verdict of it is shown. ${disagreement(check)} Choose another provider.`,
    );
  }
  return { model, check };
}
