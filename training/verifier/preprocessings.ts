import { type Axis, describeRecipe, isPeakTable, parseRecipe, type Recipe } from '@spectrosim/models';

/** A way to preprocess spectra that a verifier may choose. */
export interface Preprocessing {
  readonly recipe: Recipe;
  /** The recipe without autoscaling: two of one family are no two distinct preprocessings. */
  readonly family: string;
  /** Whether what the recipe gives goes on through an encoder. @default false */
  readonly encoded?: boolean;
}

/** For tables of peaks: scale, transform, dilution taken out, missed peaks filled in. */
const PEAK_TABLES = ['raw', 'tic', 'sqrt', 'log1p', 'log1p, snv', 'pqn, log1p', 'pqn, fill, sqrt'];

/** For recorded profiles, optical or mass: scale, transform, baseline taken out by derivatives or a polynomial. */
const PROFILES = [
  'raw',
  'sqrt',
  'snv',
  'log1p, snv',
  'savitzkyGolay(11, 2, 1), snv',
  'savitzkyGolay(15, 3, 2), snv',
  'detrend(3), snv',
];

/** The preprocessings there are for spectra on an axis, each without and with autoscaling; those that need more bins left out. */
export function candidatePreprocessings(axis: Axis): Preprocessing[] {
  const bins = axis.values.length;
  return (isPeakTable(axis) ? PEAK_TABLES : PROFILES)
    .map(parseRecipe)
    .filter((recipe) => recipe.every((step) => fits(step, bins)))
    .flatMap((recipe) => {
      const family = describeRecipe(recipe);
      return [
        { recipe, family },
        { recipe: [...recipe, { step: 'autoscale' as const }], family },
      ];
    });
}

function fits(step: Recipe[number], bins: number): boolean {
  return step.step === 'savitzkyGolay' ? step.window <= bins : step.step !== 'detrend' || step.degree < bins;
}
