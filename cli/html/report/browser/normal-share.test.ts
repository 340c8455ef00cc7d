import { normalQuantile } from '@spectrosim/training';
import { describe, expect, it } from 'vitest';
import { normalShare } from './normal-share.js';

describe('normalShare', () => {
  it('undoes the quantile (oracle: normalQuantile)', () => {
    for (const share of [1e-4, 0.001, 0.01, 0.2, 0.5, 0.77, 0.99, 0.9999]) {
      expect(Math.abs(normalShare(normalQuantile(share)) - share)).toBeLessThan(1e-7);
    }
  });
});
