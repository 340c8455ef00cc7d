import { describe, expect, it } from 'vitest';
import { controlsSection } from './controls.js';
import { differing, measured } from './reports.setup.js';

const controls = (labels: boolean, training: boolean, lo: number | null = 0.45) => {
  const learned = { mean: 0.5, sd: 0.02, lo, hi: lo === null ? null : 0.55 };
  return {
    labels: { shuffles: 20, shipped: learned, learned, passed: labels },
    training: {
      shuffles: 20,
      interval: '95%',
      learned: measured(0.8),
      whitened: measured(0.9),
      difference: differing(null),
      passed: training,
    },
  };
};

describe('controlsSection', () => {
  it.each([
    [{}, 'Not run: nothing is said of them.'],
    [{ a: controls(true, true) }, 'All controls passed: nothing is found where there is nothing.'],
    [
      { a: controls(false, true), b: controls(true, false) },
      '**Failed**: all labels shuffled, a and training labels shuffled, b.',
    ],
    [{ a: controls(false, false) }, '**Failed**: all labels shuffled, a and training labels shuffled, a.'],
  ])('concludes of %j what follows', (sets, said) => {
    expect(
      controlsSection(new Map(Object.entries(sets)))
        .split('\n')
        .at(-1),
    ).toBe(said);
  });

  it('prints an interval where there is one, and says where a difference has no standing', () => {
    const page = controlsSection(new Map(Object.entries({ a: controls(true, true), b: controls(true, true, null) })));
    expect(page).toContain('| a | .500 ± .020 (.450–.550) |');
    expect(page).toContain('| b | .500 ± .020 | .500 ± .020 | passed |');
    expect(page).toContain('too few groups to say');
  });
});
