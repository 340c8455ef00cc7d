/** Where a fill ended. */
export interface Filled {
  /** The generator's state after the last number drawn. */
  readonly state: readonly number[];
  /** The second normal of a pair whose first one filled the last place. */
  readonly spare: number | undefined;
}

/**
 * Fills `numbers` from the place `start` on with standard normals by Marsaglia's polar method, drawn from a xoroshiro128+ of this state.
 *
 * The generator is written out here, state in local variables: calls and stores take a third of the time of drawing, and a training step
 * draws a normal or two for every bin of every view.
 *
 * @param state as pure-rand's `getState` gives it
 */
export function polarNormals(numbers: Float32Array, start: number, state: readonly number[]): Filled {
  let [s01, s00, s11, s10] = state as [number, number, number, number];
  // 2u − 1 of u = n / 2³² in one multiplication: both are exact, so the number is the same.
  const scale = 2 ** -31;
  let spare: number | undefined;
  for (let i = start; i < numbers.length; i += 2) {
    let x: number;
    let y: number;
    let r: number;
    do {
      x = ((s00 + s10) | 0) >>> 0;
      let a0 = s10 ^ s00;
      let a1 = s11 ^ s01;
      let [p0, p1] = [s00, s01];
      s00 = (p0 << 24) ^ (p1 >>> 8) ^ a0 ^ (a0 << 16);
      s01 = (p1 << 24) ^ (p0 >>> 8) ^ a1 ^ ((a1 << 16) | (a0 >>> 16));
      s10 = (a1 << 5) ^ (a0 >>> 27);
      s11 = (a0 << 5) ^ (a1 >>> 27);
      y = ((s00 + s10) | 0) >>> 0;
      a0 = s10 ^ s00;
      a1 = s11 ^ s01;
      [p0, p1] = [s00, s01];
      s00 = (p0 << 24) ^ (p1 >>> 8) ^ a0 ^ (a0 << 16);
      s01 = (p1 << 24) ^ (p0 >>> 8) ^ a1 ^ ((a1 << 16) | (a0 >>> 16));
      s10 = (a1 << 5) ^ (a0 >>> 27);
      s11 = (a0 << 5) ^ (a1 >>> 27);
      x = x * scale - 1;
      y = y * scale - 1;
      r = x * x + y * y;
    } while (r >= 1 || r === 0);
    const factor = Math.sqrt((-2 * Math.log(r)) / r);
    numbers[i] = x * factor;
    if (i + 1 < numbers.length) {
      numbers[i + 1] = y * factor;
    } else {
      spare = y * factor;
    }
  }
  return { state: [s01, s00, s11, s10], spare };
}
