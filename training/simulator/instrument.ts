import { createRandom } from '@spectrosim/models';
import type { Injection } from './acquisition.js';
import type { SimulatorParameters } from './parameters.js';

/** Waves in a day's response: enough for their sum to be close to normal at every m/z. */
const WAVES = 16;

/**
 * Sensitivity of the instrument for each injection over the bins `[L]`: burn and day gains, drift over the day and over
 * all days, and a smooth response that differs from day to day.
 */
export function instrumentResponse(
  injections: readonly Injection[],
  { axis, burn, day, design, drift }: Pick<SimulatorParameters, 'axis' | 'burn' | 'day' | 'design' | 'drift'>,
  seed: number,
): readonly Float64Array[] {
  const dayRandom = createRandom(seed, 'simulator/instrument/day-gain');
  const gainRandom = createRandom(seed, 'simulator/instrument/burn-gain');
  const tiltRandom = createRandom(seed, 'simulator/instrument/burn-tilt');
  const dayGains = Array.from({ length: design.days }, () => day.gainLogSd * dayRandom.normal());
  const curves = dayCurves(axis, day, design.days, seed);

  return injections.map((injection) => {
    const { dayProgress, campaignProgress } = injection;
    const gain =
      (dayGains[injection.day] as number) +
      burn.gainLogSd * gainRandom.normal() +
      drift.dayLogGain * dayProgress +
      drift.campaignLogGain * campaignProgress;
    const tilt =
      burn.tiltLogSd * tiltRandom.normal() + drift.dayLogTilt * dayProgress + drift.campaignLogTilt * campaignProgress;
    const curve = curves[injection.day] as Float64Array;
    return curve.map((log, bin) => Math.exp(log + gain + tilt * ((2 * bin) / (axis.bins - 1) - 1)));
  });
}

/**
 * Smooth random curves over m/z `[days][L]`: a Gaussian process with a squared-exponential kernel, by random Fourier
 * features (Rahimi & Recht 2007).
 */
function dayCurves(
  { bins, mzMin, mzMax }: SimulatorParameters['axis'],
  { responseLengthDa, responseLogSd }: SimulatorParameters['day'],
  days: number,
  seed: number,
): readonly Float64Array[] {
  const random = createRandom(seed, 'simulator/instrument/day-response');
  return Array.from({ length: days }, () => {
    const waves = Array.from({ length: WAVES }, () => ({
      perDa: random.normal() / responseLengthDa,
      phase: random.between(0, 2 * Math.PI),
    }));
    return Float64Array.from({ length: bins }, (_, bin) => {
      const mz = mzMin + (bin * (mzMax - mzMin)) / (bins - 1);
      const sum = waves.reduce((total, { perDa, phase }) => total + Math.cos(perDa * mz + phase), 0);
      return responseLogSd * Math.sqrt(2 / WAVES) * sum;
    });
  });
}

/** Calibration error of each injection, in ppm of m/z: its day's, the drift over the day, and its own jitter. */
export function massErrorsPpm(
  injections: readonly Injection[],
  { design, massError }: Pick<SimulatorParameters, 'design' | 'massError'>,
  seed: number,
): readonly number[] {
  const dayRandom = createRandom(seed, 'simulator/mass-error/day');
  const burnRandom = createRandom(seed, 'simulator/mass-error/burn');
  const ofDay = Array.from({ length: design.days }, () => massError.dayPpmSd * dayRandom.normal());
  return injections.map(
    ({ day, dayProgress }) =>
      (ofDay[day] as number) + massError.driftPpmPerDay * dayProgress + massError.burnPpmSd * burnRandom.normal(),
  );
}
