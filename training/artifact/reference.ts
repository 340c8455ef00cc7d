import { createRandom, type Decision } from '@spectrosim/models';
import type { Rows } from '@spectrosim/models/graph';

/** Reference spectra in an artifact; every pair of them is a reference pair. */
export const REFERENCES = 8;

/** Spectra mixed into one reference, where there are as many. */
const MIXED = 4;

/** Standard deviation of the logarithm of a bin's factor, in the first reference and in the last. */
const LEAST_SPREAD = 0.02;
const MOST_SPREAD = 2;

/**
 * Random mixtures of training spectra `[R, L]`, each bin multiplied by its own log-normal factor: no spectrum is among
 * them as it was measured. The factors spread more from row to row, so that the pairs go from alike to unlike and
 * verdicts of both kinds are certified.
 */
export function referenceInputs({ count, bins, data }: Rows, seed: number): Float32Array {
  const random = createRandom(seed, 'reference');
  const inputs = new Float32Array(REFERENCES * bins);
  for (let r = 0; r < REFERENCES; r++) {
    const rows = random.permutation(count).slice(0, MIXED);
    const shares = rows.map(() => random.uniform() + 0.1);
    const total = shares.reduce((sum, share) => sum + share, 0);
    const spread = LEAST_SPREAD * (MOST_SPREAD / LEAST_SPREAD) ** (r / (REFERENCES - 1));
    for (let bin = 0; bin < bins; bin++) {
      const mixed = rows.reduce((sum, row, i) => sum + (data[row * bins + bin] as number) * (shares[i] as number), 0);
      inputs[r * bins + bin] = (mixed / total) * Math.exp(spread * random.normal());
    }
  }
  return inputs;
}

/** Every pair of the reference spectra `[P, 2]`. */
export function referencePairs(): Int32Array {
  const pairs: number[] = [];
  for (let a = 0; a < REFERENCES; a++) {
    for (let b = a + 1; b < REFERENCES; b++) {
      pairs.push(a, b);
    }
  }
  return Int32Array.from(pairs);
}

/** So little noise that a derivative of it stays below what tells batches apart. */
const TRACE = 1e-4;

/** Standard deviations of the logarithm of each bin's factor, by which two mixtures are made unlike where they are alike. */
const DISTURBANCES = [0, 0.25, 0.5, 1, 2];

/** Halvings in search of a place on the way. */
const HALVINGS = 20;

/**
 * References for log-likelihood ratios, which are bounded: unlike spectra would all score the lower bound, on any runtime, and
 * certify nothing. Here they are on the way from one random mixture of training spectra to another, disturbed bin by bin as
 * far as it takes for the two to be told apart: the first at its start, the others in even steps from where the score beside the
 * first leaves the upper bound to where it reaches the lower. So scores lie between the bounds, on both sides of the threshold.
 * A trace of noise is on every bin.
 *
 * @param score of two rows `[L]`, by the model
 * @returns `[R, L]`
 */
export async function referenceSteps(
  { count, bins, data }: Rows,
  seed: number,
  { threshold, bound = Number.POSITIVE_INFINITY }: Pick<Decision, 'threshold' | 'bound'>,
  score: (a: Float32Array, b: Float32Array) => Promise<number>,
): Promise<Float32Array> {
  const random = createRandom(seed, 'reference-steps');
  const mixture = () => {
    const rows = random.permutation(count).slice(0, MIXED);
    const shares = rows.map(() => random.uniform() + 0.1);
    const total = shares.reduce((sum, share) => sum + share, 0);
    return Float64Array.from({ length: bins }, (_, bin) =>
      rows.reduce((sum, row, i) => sum + ((data[row * bins + bin] as number) * (shares[i] as number)) / total, 0),
    );
  };
  const one = mixture();
  const mixed = mixture();
  const first = Float32Array.from(one);
  let other = mixed;
  for (const spread of DISTURBANCES) {
    other = mixed.map((value) => value * Math.exp(spread * random.normal()));
    if ((await score(first, Float32Array.from(other))) < threshold) {
      break;
    }
  }
  const at = (step: number, factor = () => 1) =>
    Float32Array.from(one, (value, bin) => (value * (1 - step) + (other[bin] as number) * step) * factor());
  /** Just before and just behind the place from which on scores are beyond something; the end where they never are. */
  const place = async (beyond: (score: number) => boolean) => {
    let [near, far] = [0, 1];
    for (let i = 0; i < HALVINGS; i++) {
      const middle = (near + far) / 2;
      if (beyond(await score(first, at(middle)))) {
        far = middle;
      } else {
        near = middle;
      }
    }
    return { near, far };
  };
  const { near: from } = await place((value) => value < bound);
  const { far: to } = await place((value) => value <= -bound);
  const inputs = new Float32Array(REFERENCES * bins);
  for (let r = 0; r < REFERENCES; r++) {
    const step = r === 0 ? 0 : from + ((to - from) * (r - 1)) / (REFERENCES - 2);
    inputs.set(
      at(step, () => Math.exp(TRACE * random.normal())),
      r * bins,
    );
  }
  return inputs;
}
