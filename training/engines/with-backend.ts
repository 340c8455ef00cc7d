import * as tf from '@tensorflow/tfjs-core';

/**
 * Runs `body` with a started tfjs backend current, then puts back the one there was: the tracer, and whoever else computes
 * with tfjs, finds its own. Where none had been chosen yet, this one stays.
 *
 * @param backend name in tfjs' registry
 */
export function withBackend<R>(backend: string, body: () => R): R {
  const previous = tf.engine().backendName;
  if (previous === backend) {
    return body();
  }
  // A backend that has started is current before setBackend's first await.
  void tf.setBackend(backend);
  try {
    return body();
  } finally {
    putBack(previous);
  }
}

/** Makes the backend current that was, if there was one. */
export function putBack(previous: string | undefined): void {
  if (previous) {
    void tf.setBackend(previous);
  }
}
