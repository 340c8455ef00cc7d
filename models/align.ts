import { type Axis, isMassAxis, isPeakTable } from './axis.js';
import { SpectroSimError } from './errors.js';
import { rowOf, type SpectrumSet } from './spectrum-set.js';

/** Positions that differ by less than this share of the local bin width are the same bin: files round. */
const SAME_POSITION = 0.01;

/** Share of a model's bins that spectra on another mass axis must cover. */
const COVERED = 0.95;

/**
 * Brings spectra onto a model's axis, as rows of finite numbers `[N, L]` ready to be fed to a graph.
 *
 * On a mass axis a missing intensity is 0 ("not detected"), and intensities of another axis are summed into the nearest
 * bin. On a continuous axis gaps are interpolated linearly, and so is another axis; negative intensities stay
 * (`missingOn`).
 *
 * @throws SpectroSimError `input` when the axes measure different things, the spectra cover too little of the model's
 * axis, or a spectrum on a continuous axis begins or ends with a gap.
 */
export function alignRows(set: SpectrumSet, axis: Axis): Float32Array {
  const mass = isMassAxis(axis);
  if (mass !== isMassAxis(set.axis) || (!mass && normalised(axis.quantity) !== normalised(set.axis.quantity))) {
    throw new SpectroSimError(
      'input',
      `The spectra are on an axis of ${set.axis.quantity}, the model takes ${axis.quantity}. Use a model trained on such spectra.`,
    );
  }
  if (!sameAxis(set.axis, axis)) {
    assertCovers(set.axis, axis);
  }
  const rows = new Float32Array(set.names.length * axis.values.length);
  set.names.forEach((name, i) => {
    const target = rows.subarray(i * axis.values.length, (i + 1) * axis.values.length);
    if (mass) {
      fillMass(rowOf(set, i), set.axis, axis, target);
    } else {
      fillContinuous(name, rowOf(set, i), set.axis, axis, target);
    }
  });
  return rows;
}

/** Whether two axes have the same bins, up to the rounding of files. */
export function sameAxis(a: Axis, b: Axis): boolean {
  return (
    a.values.length === b.values.length &&
    a.values.every((value, i) => Math.abs(value - (b.values[i] as number)) <= SAME_POSITION * binWidth(b, i))
  );
}

function normalised(quantity: string): string {
  return quantity.toLowerCase().replace(/[^\p{L}]/gu, '');
}

/** The smaller distance to a neighbouring bin; 0 on an axis of one bin. */
function binWidth({ values }: Axis, i: number): number {
  if (values.length === 1) {
    return 0;
  }
  const value = values[i] as number;
  return Math.min(
    value - (values[i - 1] ?? Number.NEGATIVE_INFINITY),
    (values[i + 1] ?? Number.POSITIVE_INFINITY) - value,
  );
}

/**
 * On a mass axis nearly every bin of the model needs a position of the spectra within it: a coarser axis, or a list of
 * peaks, would leave bins at 0 that were never looked at. On a continuous axis the ends decide.
 */
function assertCovers(from: Axis, to: Axis): void {
  const [low, high] = ends(from);
  const mass = isMassAxis(to);
  const reach = reaches(to);
  const covered = to.values.filter((value, i) =>
    mass
      ? nearest(from, value) <= (reach[i] as number)
      : value >= low - 0.5 * binWidth(to, i) && value <= high + 0.5 * binWidth(to, i),
  ).length;
  if (covered < (mass ? COVERED : 1) * to.values.length) {
    const [modelLow, modelHigh] = ends(to);
    throw new SpectroSimError(
      'input',
      `The spectra have ${from.values.length} positions from ${low} to ${high} ${from.quantity} and cover ${covered} of the model's ${to.values.length} bins from ${modelLow} to ${modelHigh}. Measure that range at that resolution, or train a model on spectra like yours.`,
    );
  }
}

/** Distance from a position to the nearest one of an axis, by bisection. */
function nearest({ values }: Axis, position: number): number {
  let low = 0;
  let high = values.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((values[middle] as number) <= position) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return Math.min(Math.abs((values[low] as number) - position), Math.abs((values[high] as number) - position));
}

function ends({ values }: Axis): [number, number] {
  return [values[0] as number, values[values.length - 1] as number];
}

function fillMass(source: Float32Array, from: Axis, to: Axis, target: Float32Array): void {
  if (sameAxis(from, to)) {
    source.forEach((value, i) => {
      target[i] = Number.isNaN(value) ? 0 : value;
    });
    return;
  }
  const reach = reaches(to);
  let bin = 0;
  source.forEach((value, i) => {
    if (Number.isNaN(value)) {
      return;
    }
    const position = from.values[i] as number;
    const distance = (index: number) => Math.abs((to.values[index] as number) - position);
    while (bin + 1 < to.values.length && distance(bin + 1) < distance(bin)) {
      bin++;
    }
    if (distance(bin) <= (reach[bin] as number)) {
      target[bin] = (target[bin] as number) + value;
    }
  });
}

/**
 * How far from each bin of a mass axis an ion may lie and still belong to it `[L]`. On a profile's axis, where neighbouring
 * gaps are alike, half the way to the farther neighbour. In a table of peaks, half the smallest gap there is: a peak that
 * stands alone must not gather its surroundings.
 */
function reaches(axis: Axis): Float64Array {
  const { values } = axis;
  const gaps = Array.from(values.subarray(1), (value, i) => value - (values[i] as number));
  const peaks = isPeakTable(axis);
  const smallest = gaps.reduce((least, gap) => Math.min(least, gap), Number.POSITIVE_INFINITY);
  return Float64Array.from(values, (_, i) => {
    const [left, right] = [gaps[i - 1] ?? 0, gaps[i] ?? 0];
    return 0.5 * (peaks ? smallest : Math.max(left, right));
  });
}

function fillContinuous(name: string, source: Float32Array, from: Axis, to: Axis, target: Float32Array): void {
  const present = Array.from(source.keys()).filter((i) => !Number.isNaN(source[i]));
  const first = present[0];
  const last = present.at(-1);
  if (first === undefined || last === undefined) {
    throw new SpectroSimError('input', `Spectrum "${name}" is empty. Remove it or measure it again.`);
  }
  // Half a bin, as on a mass axis: a whole one would let a gap of one bin at an end pass or not by rounding.
  const lowest = (to.values[0] as number) + 0.5 * binWidth(to, 0);
  const highest = (to.values.at(-1) as number) - 0.5 * binWidth(to, to.values.length - 1);
  const [low, high] = ends(to);
  if ((from.values[first] as number) > lowest || (from.values[last] as number) < highest) {
    throw new SpectroSimError(
      'input',
      `Spectrum "${name}" has intensities from ${from.values[first]} to ${from.values[last]} ${from.quantity} only; the axis goes from ${low} to ${high}. Gaps inside are interpolated, gaps at an end are not: cut the file to the range that every spectrum has, or remove the spectrum.`,
    );
  }
  let next = 0;
  to.values.forEach((position, i) => {
    while (next < present.length - 1 && (from.values[present[next] as number] as number) < position) {
      next++;
    }
    const right = present[next] as number;
    const left = present[Math.max(0, next - 1)] as number;
    const span = (from.values[right] as number) - (from.values[left] as number);
    const share = span > 0 ? Math.min(1, Math.max(0, (position - (from.values[left] as number)) / span)) : 1;
    target[i] = (source[left] as number) * (1 - share) + (source[right] as number) * share;
  });
}
