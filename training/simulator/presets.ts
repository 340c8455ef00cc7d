import { parseSettings } from '@spectrosim/models';
import { type SimulatorInput, type SimulatorParameters, simulatorSchema } from './parameters.js';

/** How hard the batches of a preset are to tell apart. */
export const SIMULATOR_PRESETS = ['easy', 'default', 'hard'] as const;

/** One of {@link SIMULATOR_PRESETS}. */
export type SimulatorPreset = (typeof SIMULATOR_PRESETS)[number];

const DIFFERENCES: Readonly<Record<SimulatorPreset, SimulatorInput>> = {
  easy: {
    batch: { groupLogSd: 0.2, chainLogSd: 0.18, unsaturationLogSd: 0.14, decayLogSd: 0.35, moleculeLogSd: 0.28 },
  },
  default: {},
  hard: {
    batch: { groupLogSd: 0.11, chainLogSd: 0.1, unsaturationLogSd: 0.07, decayLogSd: 0.18, moleculeLogSd: 0.15 },
  },
};

/**
 * The default preset, immutable. Frozen before any model was tuned, so that no number of ours was fitted to its data: changing it
 * means running every experiment that used it again.
 */
export const SIMULATOR_DEFAULTS: SimulatorParameters = simulatorSchema.parse({});

/**
 * A preset with changes on top.
 *
 * @param changes by stage; what is left out stays as in the preset
 * @throws SpectroSimError `usage` when a change is not a parameter or not in its range.
 * @example
 * ```ts
 * const parameters = simulatorParameters('hard', { design: { batches: 40 } });
 * ```
 */
export function simulatorParameters(
  preset: SimulatorPreset = 'default',
  changes: SimulatorInput = {},
): SimulatorParameters {
  const merged: Record<string, unknown> = { ...DIFFERENCES[preset] };
  for (const [stage, values] of Object.entries(changes)) {
    merged[stage] = { ...(merged[stage] ?? {}), ...values };
  }
  return parseSettings('The configuration of the simulator', simulatorSchema, merged);
}
