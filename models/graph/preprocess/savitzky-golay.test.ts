import '@tensorflow/tfjs';
import { type Recipe, recipeSchema } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { sgg } from 'ml-savitzky-golay-generalized';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32_SUMS, floats, normals } from '../eager.setup.js';
import { preprocess } from './preprocess.js';

const recipe = (window: number, polynomial: number, derivative: number): Recipe =>
  recipeSchema.parse([{ step: 'savitzkyGolay', window, polynomial, derivative }]);
const apply = (one: Recipe, row: ArrayLike<number>) => preprocess(one, {}, floats([1, row.length], row));

describe('savitzkyGolay', () => {
  it.each([
    [5, 2, 0],
    [5, 2, 1],
    [5, 2, 2],
    [7, 3, 0],
    [9, 4, 2],
    [11, 2, 0],
    [11, 2, 1],
    [11, 1, 1],
    [15, 3, 2],
    [15, 2, 2],
    [21, 3, 2],
  ])('window %i, polynomial %i, derivative %i is ml-savitzky-golay-generalized, edges included', (...options) => {
    const [windowSize, polynomial, derivative] = options;
    const row = normals('savitzky-golay', 64);
    expectClose(apply(recipe(...options), row), sgg(row, 1, { windowSize, polynomial, derivative }), FLOAT32_SUMS);
  });

  it('smooths a window of 5 by the published −3, 12, 17, 12, −3 over 35 (Savitzky & Golay 1964)', () => {
    const impulse = [0, 0, 0, 0, 1, 0, 0, 0, 0];
    const middle = Array.from(apply(recipe(5, 2, 0), impulse).dataSync()).slice(2, 7);
    expectClose(
      middle,
      [-3, 12, 17, 12, -3].map((weight) => weight / 35),
      FLOAT32_SUMS,
    );
  });

  it('with polynomial 0 is a moving average', () => {
    expectClose(apply(recipe(3, 0, 0), [3, 0, 0, 6, 0]), [1, 1, 2, 2, 2], FLOAT32_SUMS);
  });

  it('leaves a polynomial of its degree as it is, and differentiates it exactly', () => {
    const bins = Array.from({ length: 20 }, (_, i) => i);
    const cubic = bins.map((i) => 0.01 * i ** 3 - 0.2 * i ** 2 + i);
    expectClose(apply(recipe(9, 3, 0), cubic), cubic, FLOAT32_SUMS);
    expectClose(
      apply(recipe(9, 3, 1), cubic),
      bins.map((i) => 0.03 * i ** 2 - 0.4 * i + 1),
      FLOAT32_SUMS,
    );
    expectClose(
      apply(recipe(9, 3, 2), cubic),
      bins.map((i) => 0.06 * i - 0.4),
      FLOAT32_SUMS,
    );
  });

  it('of second derivative, 5 points, weighs them by the published 2, −1, −2, −1, 2 over 7 (Savitzky & Golay 1964)', () => {
    const middle = Array.from(apply(recipe(5, 2, 2), [0, 0, 0, 0, 1, 0, 0, 0, 0]).dataSync()).slice(2, 7);
    expectClose(
      middle,
      [2, -1, -2, -1, 2].map((weight) => weight / 7),
      FLOAT32_SUMS,
    );
  });

  it('of second derivative does not see a straight baseline, and turns a peak into a dip where it was', () => {
    const peak = Array.from({ length: 101 }, (_, i) => Math.exp(-(((i - 50) / 6) ** 2) / 2));
    const tilted = peak.map((value, i) => value + 3 + 0.05 * i);
    const second = apply(recipe(15, 3, 2), peak).dataSync();
    // Differences of numbers up to 9, rounded to 6e-8 of them, against a dip of 0.025.
    expectClose(apply(recipe(15, 3, 2), tilted), second, 1e-4);
    expect(second.indexOf(Math.min(...second))).toBe(50);
  });

  it('of a row of zeros is zeros, and of 1e8 is finite', () => {
    expectClose(apply(recipe(11, 2, 1), new Float32Array(30)), new Float32Array(30), 0);
    const large = normals('large', 30).map((value) => value * 1e8);
    expect(
      apply(recipe(11, 2, 2), large)
        .dataSync()
        .every(Number.isFinite),
    ).toBe(true);
  });

  it('takes a spectrum of one window, and refuses a shorter one', () => {
    const row = normals('short', 5);
    const expected = sgg(row, 1, { windowSize: 5, polynomial: 2, derivative: 0 });
    expectClose(apply(recipe(5, 2, 0), row), expected, FLOAT32_SUMS);
    expect(() => apply(recipe(7, 2, 0), row)).toThrow(/window of 7 points does not fit spectra of 5 bins/);
  });

  it('has the transposed operator as its gradient: the response to each unit impulse', () => {
    const [one, bins] = [recipe(5, 2, 1), 9];
    const upstream = normals('upstream', bins);
    const gradient = tf.grad((x) => preprocess(one, {}, x))(
      floats([1, bins], normals('x', bins)),
      floats([1, bins], upstream),
    );
    const expected = Array.from({ length: bins }, (_, i) => {
      const response = apply(
        one,
        Array.from({ length: bins }, (_, k) => (k === i ? 1 : 0)),
      ).dataSync();
      return upstream.reduce((sum, value, k) => sum + value * (response[k] as number), 0);
    });
    expectClose(gradient, expected, FLOAT32_SUMS);
  });

  it('treats each row by itself', () => {
    const rows = normals('rows', 2 * 40);
    const both = preprocess(recipe(7, 2, 1), {}, floats([2, 40], rows)).dataSync();
    expectClose(both.subarray(40), apply(recipe(7, 2, 1), rows.subarray(40)).dataSync(), 0);
  });
});
