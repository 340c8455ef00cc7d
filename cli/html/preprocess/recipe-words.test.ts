import { parseRecipe } from '@spectrosim/models';
import { expect, it } from 'vitest';
import { recipeWords } from './recipe-words.js';

it('has a sentence for every step, with its options', () => {
  const steps = 'tic, max, pqn, snv, sqrt, log1p, fill, detrend(3), savitzkyGolay(15, 3, 2), autoscale';
  const words = recipeWords(parseRecipe(steps));
  expect(new Set(words).size).toBe(10);
  expect(words.every((sentence) => /^[A-Z].+\.$/.test(sentence))).toBe(true);
  expect(words[7]).toMatch(/degree 3/);
  expect(words[8]).toMatch(/second derivative .* degree 3 in a window of 15 bins/);
});
