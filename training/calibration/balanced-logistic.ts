/**
 * Weight of the slope's square, so that scores that part the kinds have a finite slope. A thousand times as much would
 * flatten real ones.
 */
const PENALTY = 1e-6;

/** Newton steps; some twenty suffice where the kinds are parted. */
const MOST_STEPS = 100;

/**
 * Logistic regression of same-source on z, both kinds weighing alike (prior ½), so that `intercept + slope · z` is a
 * log-likelihood ratio (Platt 1999; Brümmer & du Preez 2006): minimises ½ (mean over same of ln(1 + e^−l) + mean over
 * different of ln(1 + e^l)) + ½ · 1e-6 · slope², by damped Newton steps.
 *
 * @param z `[P]`
 * @param same 1 or 0 `[P]`, both kinds among them
 * @returns a slope of 0 or more; with 0, the ratio is 0 throughout: these scores say nothing
 */
export function fitBalancedLogistic(
  z: ArrayLike<number>,
  same: ArrayLike<number>,
): { readonly slope: number; readonly intercept: number } {
  let positives = 0;
  for (let p = 0; p < z.length; p++) {
    positives += same[p] as number;
  }
  const [ofSame, ofDifferent] = [0.5 / positives, 0.5 / (z.length - positives)];

  /** The objective with its gradient and curvature. */
  const at = (intercept: number, slope: number) => {
    let [value, gi, gs] = [(PENALTY / 2) * slope * slope, 0, PENALTY * slope];
    let [ii, is, ss] = [0, 0, PENALTY];
    for (let p = 0; p < z.length; p++) {
      const sign = same[p] === 1 ? -1 : 1;
      const weight = sign < 0 ? ofSame : ofDifferent;
      const x = z[p] as number;
      const wrong = sign * (intercept + slope * x);
      const tail = Math.exp(-Math.abs(wrong));
      value += weight * (Math.max(wrong, 0) + Math.log1p(tail));
      const chance = wrong > 0 ? 1 / (1 + tail) : tail / (1 + tail);
      const pull = sign * weight * chance;
      const bend = weight * chance * (1 - chance);
      gi += pull;
      gs += pull * x;
      ii += bend;
      is += bend * x;
      ss += bend * x * x;
    }
    return { value, gi, gs, ii, is, ss };
  };

  let [intercept, slope] = [0, 0];
  let here = at(0, 0);
  for (let step = 0; step < MOST_STEPS; step++) {
    const determinant = here.ii * here.ss - here.is * here.is;
    const di = (here.ss * here.gi - here.is * here.gs) / determinant;
    const ds = (here.ii * here.gs - here.is * here.gi) / determinant;
    const promised = here.gi * di + here.gs * ds;
    let share = 1;
    let there = at(intercept - di, slope - ds);
    while (there.value > here.value - 1e-4 * share * promised && share > 1e-10) {
      share /= 2;
      there = at(intercept - share * di, slope - share * ds);
    }
    // Nothing is gained beyond rounding.
    if (!(here.value - there.value > 1e-15)) {
      break;
    }
    intercept -= share * di;
    slope -= share * ds;
    here = there;
  }
  // Convex, and the best without a slope is 0: so that is the best where the best slope is negative.
  return slope > 0 ? { slope, intercept } : { slope: 0, intercept: 0 };
}
