import { type Axis, missingOn, type Recipe, type SpectrumSet, sameAxis } from '@spectrosim/models';

/** What was counted in spectra as they were read. */
export interface Settling {
  readonly missing: number;
  readonly negative: number;
  readonly zero: number;
  /** What a missing intensity became. */
  readonly as: ReturnType<typeof missingOn>;
}

/** Counts what {@link settlingWords} speaks of. */
export function countSettling({ intensities, axis }: SpectrumSet): Settling {
  let [missing, negative, zero] = [0, 0, 0];
  for (const value of intensities) {
    if (Number.isNaN(value)) {
      missing++;
    } else if (value < 0) {
      negative++;
    } else if (value === 0) {
      zero++;
    }
  }
  return { missing, negative, zero, as: missingOn(axis) };
}

/** What was done to missing, zero and negative intensities, and to the axis, a sentence each. */
export function settlingWords(set: SpectrumSet, axis: Axis, recipe: Recipe): string[] {
  const { missing, negative, zero, as } = countSettling(set);
  const all = set.intensities.length;
  const share = (count: number) =>
    `${count.toLocaleString('en-GB')} of ${all.toLocaleString('en-GB')} intensities (${percent(count / all)})`;
  const clipping = recipe.find(({ step }) => ['sqrt', 'log1p', 'fill'].includes(step))?.step;
  const minds = clipping === 'fill' ? 'for not detected' : 'as 0';
  return [
    missing === 0
      ? 'No intensity is missing.'
      : `Missing: ${share(missing)}. ${as === 'zero' ? 'On a mass axis that means not detected, and is fed as 0.' : 'What lies between other intensities is interpolated, linearly by position.'}`,
    ...(as === 'zero' && zero > 0 ? [`Zero: ${share(zero)}. That means not detected too.`] : []),
    ...(negative === 0
      ? []
      : [
          `Below 0: ${share(negative)}. That stays as it is${clipping === undefined ? '' : `, until ${clipping} takes what is below 0 ${minds}`}.`,
        ]),
    ...(sameAxis(set.axis, axis)
      ? []
      : [
          `The spectra were brought from ${set.axis.values.length.toLocaleString('en-GB')} bins of their own onto the ${axis.values.length.toLocaleString('en-GB')} of the model: ${as === 'zero' ? 'intensities summed into the nearest bin' : 'interpolated'}.`,
        ]),
  ];
}

function percent(share: number): string {
  return share < 0.0005 ? 'less than 0.1%' : `${(100 * share).toFixed(1)}%`;
}
