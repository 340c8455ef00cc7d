import type { Axis, TensorValue } from '@spectrosim/models';
import { hostTensor } from '../weights.js';

/**
 * Sines and cosines `[T, D]` of the mean position of each `patch` bins, at wavelengths from two patches to four times the
 * axis's span. They depend on the share of the span alone, so that the axis's unit does not matter.
 */
export function positionTable(axis: Axis, patch: number, width: number): TensorValue {
  const bins = axis.values.length;
  const count = Math.ceil(bins / patch);
  const centres = Array.from({ length: count }, (_, token) => {
    const part = axis.values.subarray(token * patch, Math.min(bins, (token + 1) * patch));
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
  const span = Math.max((axis.values[bins - 1] as number) - (axis.values[0] as number), Number.MIN_VALUE);
  const shortest = (2 * span) / count;
  const pairs = Math.max(1, Math.ceil(width / 2) - 1);
  return hostTensor([count, width], (index) => {
    const centre = (centres[Math.floor(index / width)] as number) - (axis.values[0] as number);
    const feature = index % width;
    const wavelength = shortest * ((4 * span) / shortest) ** (Math.floor(feature / 2) / pairs);
    const angle = (2 * Math.PI * centre) / wavelength;
    return feature % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
}
