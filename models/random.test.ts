import { describe, expect, it } from 'vitest';
import { createRandom } from './random.js';

const first = (seed: number, label: string) => createRandom(seed, label).uniform();

describe('createRandom', () => {
  it('gives the same numbers for the same seed and label, others otherwise', () => {
    expect(first(1, 'a')).toBe(first(1, 'a'));
    expect(first(1, 'a')).not.toBe(first(2, 'a'));
    expect(first(1, 'a')).not.toBe(first(1, 'b'));
    expect(first(1, 'a')).not.toBe(first(1 + 2 ** 32, 'a'));
  });

  it('starts neighbouring labels and seeds far apart', () => {
    const starts = Array.from({ length: 1000 }, (_, i) => first(1, `fish-${i}`));
    const steps = starts.slice(1).map((value, i) => Math.abs(value - (starts[i] as number)));
    // Two independent uniforms differ by 1/3 on average, with a standard error of 0.0075 here.
    expect(Math.abs(steps.reduce((sum, step) => sum + step, 0) / steps.length - 1 / 3)).toBeLessThan(0.03);
  });

  it('has the mean and variance of a standard normal (closed form, five standard errors)', () => {
    const random = createRandom(3, 'normal');
    const values = Array.from({ length: 100_000 }, () => random.normal());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(values.length));
    expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(2 / values.length));
  });

  it('fills arrays with the numbers that it would give one by one, from wherever it stands', () => {
    const [filling, single] = [createRandom(4, 'fill'), createRandom(4, 'fill')];
    // Odd lengths leave the second number of a pair for whoever comes next; nothing is drawn for an empty array.
    for (const length of [5, 0, 1, 1, 4, 3000, 7]) {
      const numbers = new Float32Array(length);
      filling.fillNormal(numbers);
      expect(numbers).toEqual(Float32Array.from({ length }, () => single.normal()));
      expect(filling.normal()).toBe(single.normal());
      expect(filling.uniform()).toBe(single.uniform());
    }
  });

  it('permutes', () => {
    const order = createRandom(5, 'order').permutation(50);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });
});
