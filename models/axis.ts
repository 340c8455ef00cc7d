import { SpectroSimError } from './errors.js';

/**
 * The positions of a spectrum's bins, strictly rising.
 *
 * `quantity` is the header cell of the file it came from: `m/z`, `wavenumber`, `raman_shift` …
 */
export interface Axis {
  readonly quantity: string;
  /** Bin positions `[L]`, strictly rising, in the quantity's own unit. */
  readonly values: Float64Array;
}

/**
 * Makes an axis of strictly rising positions.
 *
 * @throws SpectroSimError `input` when there are no positions, one is not finite, or they do not strictly rise.
 * @example
 * ```ts
 * const axis = createAxis('m/z', [77.04, 77.48, 77.93]);
 * ```
 */
export function createAxis(quantity: string, values: ArrayLike<number>): Axis {
  if (values.length === 0) {
    throw new SpectroSimError('input', `The ${quantity} axis is empty. Expected at least one position.`);
  }
  const positions = Float64Array.from(values);
  for (let i = 0; i < positions.length; i++) {
    const value = positions[i] as number;
    if (!Number.isFinite(value)) {
      throw new SpectroSimError(
        'input',
        `Position ${i + 1} of the ${quantity} axis is ${value}. Expected a finite number.`,
      );
    }
    if (i > 0 && value <= (positions[i - 1] as number)) {
      throw new SpectroSimError(
        'input',
        `The ${quantity} axis does not rise at position ${i + 1}: ${positions[i - 1]} is followed by ${value}. Sort the columns by position and merge duplicates.`,
      );
    }
  }
  return { quantity, values: positions };
}

/** Whether intensities on this axis are a mass spectrum's: its quantity is `m/z`, `mz`, `mass` or `Da`, whatever follows. */
export function isMassAxis(axis: Pick<Axis, 'quantity'>): boolean {
  return /^(m ?\/? ?z|masse?|da|dalton)(?![\p{L}\d])/iu.test(axis.quantity.trim());
}

/**
 * What a missing intensity becomes before it reaches a graph: `zero` on mass axes, where it means "not detected" and
 * preprocessing takes what is not above 0 as that; `interpolate` on continuous ones, where 0 and less are intensities.
 */
export function missingOn(axis: Pick<Axis, 'quantity'>): 'zero' | 'interpolate' {
  return isMassAxis(axis) ? 'zero' : 'interpolate';
}

/**
 * Whether an axis is a table of peaks rather than evenly recorded: a mass axis on which some gap is more than twice the
 * one beside it.
 */
export function isPeakTable(axis: Axis): boolean {
  const gaps = Array.from(axis.values.subarray(1), (value, i) => value - (axis.values[i] as number));
  return (
    isMassAxis(axis) &&
    gaps.some((gap, i) => {
      const before = gaps[i - 1] ?? gap;
      return gap > 2 * before || before > 2 * gap;
    })
  );
}
