import { createRandom, type SpectrumSet } from '@spectrosim/models';
import { simulate, simulatorParameters } from '@spectrosim/training';

/** Peaks in which batches differ. */
const PLANTED = 10;
/** Batches, and spectra of one. */
const [BATCHES, FISH] = [32, 3];
/** How far a planted peak's height varies between batches, on the log scale. */
const SPREAD = 1.2;

/** Spectra whose batches differ in known bins alone. */
export interface PlantedSet {
  readonly set: SpectrumSet;
  readonly groups: readonly string[];
  /** Bins of the planted peaks, rising. */
  readonly planted: readonly number[];
}

/**
 * Takes the simulator's batches apart at random and gives out new ones, each of which has its own height of ten peaks: nothing else tells
 * them apart, so that it is known where a model has to look.
 */
export function plantedSet(seed: number): PlantedSet {
  const design = { batches: BATCHES, fishPerBatch: FISH, qcInterval: 0 };
  const simulated = simulate(simulatorParameters('default', { design }), seed);
  const bins = simulated.axis.values.length;
  const random = createRandom(seed, 'planted');
  const order = random.permutation(simulated.names.length);
  const intensities = new Float32Array(simulated.intensities.length);
  order.forEach((from, to) => {
    intensities.set(simulated.intensities.subarray(from * bins, (from + 1) * bins), to * bins);
  });
  // Peaks that every spectrum has: of the highest tenth of the bins.
  const high = Array.from(medians(intensities, bins).entries())
    .sort(([, a], [, b]) => b - a)
    .slice(0, Math.floor(bins / 10))
    .map(([bin]) => bin);
  const planted = random
    .permutation(high.length)
    .slice(0, PLANTED)
    .map((i) => high[i] as number)
    .sort((a, b) => a - b);
  for (let batch = 0; batch < BATCHES; batch++) {
    for (const bin of planted) {
      const factor = Math.exp(SPREAD * random.normal());
      for (let row = batch * FISH; row < (batch + 1) * FISH; row++) {
        intensities[row * bins + bin] = (intensities[row * bins + bin] as number) * factor;
      }
    }
  }
  const groups = Array.from({ length: order.length }, (_, row) => `batch ${Math.floor(row / FISH) + 1}`);
  const columns = new Map([
    ['batch', groups],
    ['simulated', groups.map(() => 'true')],
  ]);
  return { set: { ...simulated, intensities, columns }, groups, planted };
}

function medians(intensities: Float32Array, bins: number): Float64Array {
  const rows = intensities.length / bins;
  return Float64Array.from({ length: bins }, (_, bin) => {
    const column = Array.from({ length: rows }, (_, row) => intensities[row * bins + bin] as number).sort(
      (a, b) => a - b,
    );
    return column[rows >> 1] as number;
  });
}
