import * as tf from '@tensorflow/tfjs-core';

/**
 * `h₁ = b₁`, `hₜ = aₜ · hₜ₋₁ + bₜ` along the first axis: `a, b [T, …]` → `h [T, …]`.
 *
 * Unrolled, with a gradient of its own that is the same recurrence from the end: `g = dyₜ + aₜ₊₁ · gₜ₊₁` is the gradient
 * by bₜ, and `g · hₜ₋₁` that by aₜ. A graph holds 7 operators for each token, 16 with gradients. A parallel prefix holds a
 * tenth of them at 100 tokens, and passes log₂ T times over all numbers: there, on two cores, it takes 1.2 to 6 times as long,
 * with gradients 1.5 to 5 times.
 */
export function linearRecurrence(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return tf.customGrad((...args) => {
    const [factors, terms, save] = args as unknown as [tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    const h = scan(tf.unstack(factors), tf.unstack(terms));
    const value = tf.stack(h);
    save([factors, value]);
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [savedFactors, savedValue] = saved as [tf.Tensor, tf.Tensor];
        const [first, ...later] = tf.unstack(savedFactors) as [tf.Tensor, ...tf.Tensor[]];
        const backwards = scan([first, ...later.reverse()], tf.unstack(dy).reverse());
        const g = backwards.reverse();
        const states = tf.unstack(savedValue);
        // No state came before the first: a zero that is computed, since a known one could not be stacked in an open batch.
        const slopes = g.map((each, t) => tf.mul(each, t === 0 ? 0 : (states[t - 1] as tf.Tensor)));
        return [tf.stack(slopes), tf.stack(g)];
      },
    };
  })(a, b);
}

/** The states; the first factor meets no state. */
function scan(factors: readonly tf.Tensor[], terms: readonly tf.Tensor[]): tf.Tensor[] {
  const states: tf.Tensor[] = [];
  for (const [t, term] of terms.entries()) {
    const before = states.at(-1);
    states.push(before === undefined ? term : tf.add(tf.mul(factors[t] as tf.Tensor, before), term));
  }
  return states;
}
