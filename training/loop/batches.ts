import { createRandom } from '@spectrosim/models';

/** Batches of indices of `count` spectra, for ever: reshuffled every epoch, the tail that fills no batch dropped. */
export function* shuffledBatches(count: number, batch: number, seed: number): Generator<number[], never> {
  if (batch > count) {
    throw new Error(`${count} spectra fill no batch of ${batch}`);
  }
  const random = createRandom(seed, 'batches');
  for (;;) {
    const order = random.permutation(count);
    for (let start = 0; start + batch <= count; start += batch) {
      yield order.slice(start, start + batch);
    }
  }
}
