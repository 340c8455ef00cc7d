import { z } from 'zod';
import { fastestOf, type PageTrial } from './page-trial.js';

/** What a calibration holds for: another model, ONNX Runtime, browser or number of threads may have another winner. */
export interface CalibrationKey {
  readonly manifestHash: string;
  readonly version: string;
  readonly browser: string;
  readonly threads: number;
}

const provider = z.enum(['cpu', 'cuda', 'webgpu', 'wasm']);
const trialsSchema = z.array(
  z.discriminatedUnion('outcome', [
    z.strictObject({ provider, threads: z.int(), outcome: z.literal('measured'), compareMs: z.number() }),
    z.strictObject({
      provider,
      threads: z.int(),
      outcome: z.enum(['unavailable', 'wrong', 'skipped']),
      reason: z.string(),
    }),
  ]),
);

/** Keeps what was measured for the next visit. */
export function rememberTrials(storage: Storage, key: CalibrationKey, trials: readonly PageTrial[]): void {
  try {
    storage.setItem(nameOf(key), JSON.stringify(trials));
  } catch {
    // A full or forbidden storage: the next visit measures anew, and nothing else differs.
  }
}

/** What was measured on an earlier visit. An entry that is not as it should be was not written by this version: measure again. */
export function recallTrials(storage: Storage, key: CalibrationKey): readonly PageTrial[] | undefined {
  const kept = storage.getItem(nameOf(key));
  if (kept === null) {
    return undefined;
  }
  let value: unknown;
  try {
    value = JSON.parse(kept);
  } catch {
    return undefined;
  }
  const trials = trialsSchema.safeParse(value).data;
  return trials !== undefined && fastestOf(trials) !== undefined ? trials : undefined;
}

function nameOf({ manifestHash, version, browser, threads }: CalibrationKey): string {
  return `spectrosim calibration ${manifestHash} ort ${version} ${threads} threads ${browser}`;
}
