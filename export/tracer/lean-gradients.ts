import * as tf from '@tensorflow/tfjs-core';

type Gradient = Exclude<ReturnType<typeof tf.getGradient>, undefined>['gradFunc'];

/**
 * Gradients that are made of operators alone. tfjs' own of these kernels multiply by `tf.ones(x.shape)`, an array on the host as
 * large as the sum was of: at the batch sizes that an open batch is traced at, hundreds of megabytes that are written, copied and
 * compared for the sake of a 1. `tf.fill` is a kernel, which records one number.
 */
const LEAN: Readonly<Record<string, Gradient>> = {
  [tf.Sum]: (dy, saved, attrs) => {
    const [x] = saved as [tf.Tensor];
    return { x: () => spread(dy as tf.Tensor, x, axesOf(x, attrs)) };
  },
  [tf.Mean]: (dy, saved, attrs) => {
    const [x] = saved as [tf.Tensor];
    const axes = axesOf(x, attrs);
    const count = axes.reduce((product, axis) => product * (x.shape[axis] as number), 1);
    return { x: () => tf.div(spread(dy as tf.Tensor, x, axes), count) };
  },
};

/** Runs `body`, a trace, with gradients that record what tfjs' own do and make no arrays on the way. */
export function withLeanGradients<R>(body: () => R): R {
  // tfjs-core alone knows no gradients: what is not there is not replaced.
  const own = Object.keys(LEAN).flatMap((kernel) => tf.getGradient(kernel) ?? []);
  for (const config of own) {
    tf.registerGradient({ ...config, gradFunc: LEAN[config.kernelName] as Gradient });
  }
  try {
    return body();
  } finally {
    for (const config of own) {
      tf.registerGradient(config);
    }
  }
}

/** The gradient of a sum at each number that was summed, in the order of tfjs' own operators: so graphs are the same. */
function spread(dy: tf.Tensor, { shape }: tf.Tensor, axes: readonly number[]): tf.Tensor {
  const kept = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  return tf.mul(tf.reshape(dy, kept), tf.fill(shape, 1));
}

function axesOf({ shape }: tf.Tensor, { axis }: tf.NamedAttrMap): readonly number[] {
  return tf.util.parseAxisParam(axis as number | number[], shape);
}
