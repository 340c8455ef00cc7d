import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { polarNormals } from './polar-normals.js';

/** A seeded stream of random numbers: same seed, same numbers, in every engine and runtime. */
export interface Random {
  /** Uniform in [0, 1), 32 bits of resolution. */
  uniform(): number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** Standard normal. */
  normal(): number;
  /** Fills an array with what as many calls of `normal` would give, in two thirds of their time. */
  fillNormal(numbers: Float32Array): void;
  /** Uniform integer in [0, limit). */
  integer(limit: number): number;
  /** A random order of 0 … count − 1. */
  permutation(count: number): number[];
}

/**
 * A stream for one purpose: `label` separates streams of one seed, so that adding a consumer changes no other stream.
 *
 * @example
 * ```ts
 * const random = createRandom(7, 'initial-weights');
 * ```
 */
export function createRandom(seed: number, label: string): Random {
  let generator = xoroshiro128plus(mix(seed, label));
  const uniform = () => (generator.next() >>> 0) / 4294967296;
  let spare: number | undefined;
  const normal = () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    // Marsaglia's polar method: two normals from one accepted point of the unit disc.
    for (;;) {
      const x = 2 * uniform() - 1;
      const y = 2 * uniform() - 1;
      const r = x * x + y * y;
      if (r > 0 && r < 1) {
        const factor = Math.sqrt((-2 * Math.log(r)) / r);
        spare = y * factor;
        return x * factor;
      }
    }
  };
  const integer = (limit: number) => Math.floor(uniform() * limit);
  return {
    uniform,
    between: (low, high) => low + (high - low) * uniform(),
    normal,
    fillNormal(numbers) {
      let from = 0;
      if (spare !== undefined && numbers.length > 0) {
        numbers[0] = spare;
        spare = undefined;
        from = 1;
      }
      const filled = polarNormals(numbers, from, generator.getState());
      generator = xoroshiro128plusFromState(filled.state);
      spare = filled.spare;
    },
    integer,
    permutation(count) {
      const order = Array.from({ length: count }, (_, i) => i);
      for (let i = count - 1; i > 0; i--) {
        const j = integer(i + 1);
        const swapped = order[i] as number;
        order[i] = order[j] as number;
        order[j] = swapped;
      }
      return order;
    },
  };
}

/** A 32-bit seed: FNV-1a over the seed and label, then MurmurHash3's finaliser, without which labels that differ in their last letter start alike. */
function mix(seed: number, label: string): number {
  let hash = Math.imul(2166136261 ^ (seed >>> 0), 16777619);
  hash = Math.imul(hash ^ Math.floor(seed / 4294967296), 16777619);
  for (let i = 0; i < label.length; i++) {
    hash = Math.imul(hash ^ label.charCodeAt(i), 16777619);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
