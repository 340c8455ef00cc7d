import { describe, expect, it } from 'vitest';
import { pace } from './pace.js';

describe('pace', () => {
  it('takes one step, then as many as last a second, at most 16 and what is left (by hand)', () => {
    const steps = pace();
    expect(steps.next(100)).toBe(1);
    steps.took(1, 300);
    expect(steps.next(100)).toBe(3);
    steps.took(3, 240);
    expect(steps.next(100)).toBe(12);
    expect(steps.next(5)).toBe(5);
    steps.took(5, 5);
    expect(steps.next(100)).toBe(16);
    steps.took(2, 5000);
    expect(steps.next(100)).toBe(1);
  });
});
