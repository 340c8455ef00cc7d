import { guardedSqrt } from '../layers/guarded-sqrt.js';
import type { StepDefinition } from './step.js';

/** Square root, which evens out shot noise; negative intensities count as 0. */
export const sqrt: StepDefinition<{ step: 'sqrt' }> = {
  apply: (x) => guardedSqrt(x),
};
