import type { Recipe, RecipeStep } from '@spectrosim/models';

/** What each step of a recipe does to a spectrum, in a sentence. */
export function recipeWords(recipe: Recipe): string[] {
  return recipe.map(words);
}

function words(step: RecipeStep): string {
  switch (step.step) {
    case 'tic':
      return 'Total ion current: each spectrum is divided by the sum of its absolute intensities.';
    case 'max':
      return 'Base peak: each spectrum is divided by its largest absolute intensity.';
    case 'pqn':
      return 'Probabilistic quotient normalisation: each spectrum is divided by the median of its quotients to the reference spectrum, the median of detected intensities.';
    case 'snv':
      return 'Standard normal variate: each spectrum minus its mean, divided by its standard deviation.';
    case 'sqrt':
      return 'Square root; negative intensities count as 0.';
    case 'log1p':
      return 'Natural logarithm of 1 + intensity; negative intensities count as 0.';
    case 'fill':
      return 'Filling: where nothing was detected (0 or less) stands the median of what was detected in that bin.';
    case 'detrend':
      return `Detrending: each spectrum minus the polynomial of degree ${step.degree} that fits it best.`;
    case 'savitzkyGolay':
      return `Savitzky–Golay: ${['smoothed', 'first derivative', 'second derivative'][step.derivative]} per bin, by polynomials of degree ${step.polynomial} in a window of ${step.window} bins.`;
    case 'autoscale':
      return 'Autoscaling: each bin minus its mean, divided by its standard deviation.';
  }
}
