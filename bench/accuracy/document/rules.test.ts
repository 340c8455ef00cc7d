import { describe, expect, it } from 'vitest';
import type { Evaluated } from '../parts/evaluate.js';
import { evaluated } from './reports.setup.js';
import { rulesSection } from './rules.js';

type Rules = Evaluated['rules'];

/** Costs by size and rule: `5 one standard error`. */
function rules(costs: Readonly<Record<string, number>>): Rules {
  return Object.entries(costs).map(([key, mean]) => {
    const [size = '', ...rule] = key.split(' ');
    return { size, rule: rule.join(' ') as Rules[number]['rule'], mean, sd: 0.01, folds: 15 };
  });
}

const OURS = '5 one standard error';

/** The sentence under the table, of one real set. */
function conclusionOf(costs: Readonly<Record<string, number>>): string {
  const lines = rulesSection(new Map([['set', evaluated({ rules: rules(costs) })]]), new Map()).split('\n');
  return lines.at(-3) as string;
}

describe('rulesSection', () => {
  it.each([
    [{ [OURS]: 0.2, '1 lowest Cllr': 0.3 }, 'The ladder’s own (bold) has the lowest mean, .200.'],
    [
      { '1 lowest Cllr': 0.2, [OURS]: 0.2 },
      'The ladder’s own (bold) has the lowest mean, .200, as no ensemble by the lowest inner Cllr has.',
    ],
    // Lower, and not in a digit that is printed.
    [
      { '1 one standard error': 0.2001, '3 lowest Cllr': 0.2004, [OURS]: 0.2003 },
      'The ladder’s own (bold) has the lowest mean, .200, as no ensemble by one standard error and an ensemble of 3 by the lowest inner Cllr have.',
    ],
    [
      { '1 lowest Cllr': 0.1, [OURS]: 0.2 },
      'The lowest mean, .100, is that of no ensemble by the lowest inner Cllr; the ladder’s own (bold) is .200.',
    ],
    [
      { '3 lowest Cllr': 0.1, 'all one standard error': 0.1, [OURS]: 0.2 },
      'The lowest mean, .100, is that of an ensemble of 3 by the lowest inner Cllr and an ensemble of all by one standard error; the ladder’s own (bold) is .200.',
    ],
    [
      { '1 lowest Cllr': 0.1 },
      'The ladder’s own choice was not scored on every set of this run: nothing is said of the means.',
    ],
    [{}, 'The ladder’s own choice was not scored on every set of this run: nothing is said of the means.'],
  ])('says of %j: %s', (costs, said) => {
    expect(conclusionOf(costs)).toBe(said);
  });

  it('does not say that the rules were settled before the table, as docs/back-ends.md says that they were not', () => {
    const page = rulesSection(new Map([['set', evaluated({ rules: rules({ [OURS]: 0.2 }) })]]), new Map());
    expect(page).toContain('Both rules were chosen with the real sets in view');
    expect(page).not.toContain('settled before');
  });

  it('has no mean where a set did not score a choice, and takes the mean over sets of both kinds', () => {
    const page = rulesSection(
      new Map([['real', evaluated({ rules: rules({ [OURS]: 0.2, '1 lowest Cllr': 0.1 }) })]]),
      new Map([
        ['simulated', [evaluated({ rules: rules({ [OURS]: 0.4 }) }), evaluated({ rules: rules({ [OURS]: 0.6 }) })]],
      ]),
    );
    expect(page).toContain('| **5** | one standard error | .200 ± .010 | .500 ± .141 | **.350** |');
    expect(page).toContain('| 1 (none) | lowest | .100 ± .010 | – | – |');
    expect(page).toContain('The ladder’s own (bold) has the lowest mean, .350.');
  });
});
