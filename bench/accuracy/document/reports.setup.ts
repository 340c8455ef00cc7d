import type { Difference, Measured, System } from '../measured.js';
import type { Evaluated } from '../parts/evaluate.js';

/** A measure with no interval of its own to speak of. */
export function measured(mean: number | null, sd: number | null = 0): Measured {
  return mean === null ? { mean, sd: null, lo: null, hi: null } : { mean, sd, lo: mean - 0.01, hi: mean + 0.01 };
}

/** A difference of a standing. */
export function differing(standing: Difference['standing'], mean: number | null = 0.1): Difference {
  return { ...measured(mean), standing };
}

/** A system that meets every demand, but for what is changed. */
export function system(changes: Partial<System> = {}): System {
  return {
    auc: measured(1),
    eer: measured(0.001),
    balancedAccuracy: measured(0.999),
    hardAuc: measured(0.9),
    cllr: measured(0.05),
    minCllr: measured(0.04),
    ...changes,
  };
}

/** What an evaluation came to, but for what is changed. */
export function evaluated(changes: Partial<Evaluated> = {}): Evaluated {
  return {
    spectra: 60,
    bins: 500,
    groups: 20,
    partitions: 3,
    protocol: 'five-fold',
    hardPairs: 'Hard pairs: some.',
    interval: '95% interval',
    candidates: ['floor', 'linear', 'ensemble', 'encoder'],
    model: system(),
    labelFree: system(),
    floor: system(),
    difference: differing('beats'),
    won: { ensemble: 10, floor: 5 },
    rules: [],
    encoder: null,
    encoderFolds: { both: 0, of: 15 },
    seconds: 1,
    ...changes,
  };
}
