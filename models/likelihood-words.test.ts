import { describe, expect, it } from 'vitest';
import { likelihoodWords } from './likelihood-words.js';

describe('likelihoodWords', () => {
  it.each([
    [3, 'about 20 times more likely if of the same batch than if of different ones'],
    [Math.log(1234), 'about 1,200 times more likely if of the same batch than if of different ones'],
    [-Math.log(2.5), 'about 2.5 times more likely if of different batch groups than if of the same one'],
    [0.05, 'about as likely if of the same batch as if of different ones'],
    [0, 'about as likely if of the same batch as if of different ones'],
  ])('%d', (llr, words) => {
    expect(likelihoodWords(llr, 'batch')).toBe(words);
  });

  it('says when it is the most that can be shown', () => {
    expect(likelihoodWords(-4, 'lot', 4)).toMatch(/^about 55 times .*, the most that its training pairs can show$/);
    expect(likelihoodWords(3.9, 'lot', 4)).not.toMatch(/most that/);
  });
});
