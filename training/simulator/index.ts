/**
 * REIMS-like spectra of fish, simulated: never measured, and said to be so wherever they are used.
 *
 * @module
 */
export { type SimulatorInput, type SimulatorParameters, simulatorSchema } from './parameters.js';
export { SIMULATOR_DEFAULTS, SIMULATOR_PRESETS, type SimulatorPreset, simulatorParameters } from './presets.js';
export { SIMULATED_NOTE, simulate } from './simulate.js';
