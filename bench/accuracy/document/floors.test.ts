import { describe, expect, it } from 'vitest';
import type { Evaluated } from '../parts/evaluate.js';
import { floorsSection, notMet } from './floors.js';
import { differing, evaluated, measured, system } from './reports.setup.js';

const sectionOf = (sets: Readonly<Record<string, Evaluated>>) => floorsSection(new Map(Object.entries(sets)));

describe('floorsSection', () => {
  it.each<readonly [string, Readonly<Record<string, Evaluated>>, string]>([
    ['no set', {}, 'No real set was run.'],
    ['all met', { 'dims-mtbls79': evaluated() }, 'All that is demanded of dims-mtbls79 is met.'],
    ['nothing demanded', { other: evaluated() }, 'Nothing is demanded of other.'],
    [
      'some demanding nothing',
      { 'dims-mtbls79': evaluated(), other: evaluated({ model: system({ auc: measured(0.5) }) }) },
      'All that is demanded of dims-mtbls79 is met. Nothing is demanded of other.',
    ],
    [
      'some not met',
      {
        'dims-mtbls79': evaluated({ model: system({ auc: measured(0.9), balancedAccuracy: measured(null) }) }),
        'fishoil-raman': evaluated(),
        other: evaluated(),
      },
      '**Not met**: dims-mtbls79 (AUC and balanced accuracy). Nothing is demanded of other.',
    ],
  ])('concludes of %s what follows', (_, sets, said) => {
    expect(sectionOf(sets).split('\n')).toContain(said);
  });

  it.each([
    ['beats', 'what ships beats the floor'],
    ['tie', 'what ships ties with the floor'],
    ['loses', 'what ships loses to the floor'],
    [null, 'there are too few groups to say whether what ships beats the floor'],
  ] as const)('words a standing of %s', (standing, said) => {
    expect(sectionOf({ a: evaluated({ difference: differing(standing) }) })).toContain(
      `Shipped, by rung: ensemble 10×, floor 5×. By Cllr, ${said}.`,
    );
  });

  it.each([
    [0.9, 0.8, undefined],
    [0.9, null, 'Hard-pair AUC of the floor is –: with no run and no stratum'],
    [null, null, 'Hard-pair AUC is – where no held-out pair is hard.'],
  ])('says why hard pairs have no number: model %s, floor %s', (model, floor, said) => {
    const page = sectionOf({
      a: evaluated({ model: system({ hardAuc: measured(model) }), floor: system({ hardAuc: measured(floor) }) }),
    });
    expect(page.includes('Hard-pair AUC ')).toBe(said !== undefined);
    expect(page).toContain(said ?? '| floor, no training |');
    if (floor === null) {
      expect(page).toMatch(/\| floor, no training \|(?: [^|]+ \|){3} – \|/);
    }
  });

  it('leaves out total whitening where there is none, and marks what is not met', () => {
    const page = sectionOf({
      'dims-mtbls79': evaluated({ labelFree: null, model: system({ eer: measured(0.1, 0.01) }) }),
    });
    expect(page).not.toContain('| total whitening |');
    expect(page).toContain('| demanded | ≥ .995 | ≤ .020 **not met** | ≥ .980 |  | ≤ .080 |  |');
    expect(sectionOf({ a: evaluated() })).toContain('| total whitening |');
  });
});

describe('one partition', () => {
  it('has no spread', () => {
    expect(sectionOf({ a: evaluated({ partitions: 1 }) })).toContain('| **what ships** | 1.000 (.990–1.010) |');
    expect(sectionOf({ a: evaluated() })).toContain('| **what ships** | 1.000 ± .000 (.990–1.010) |');
  });
});

describe('notMet', () => {
  it.each([
    [{ auc: measured(0.99, 0.005) }, []],
    [{ auc: measured(0.99, 0.0049) }, ['auc']],
    [{ eer: measured(0.03, 0.01) }, []],
    [{ eer: measured(0.03, 0.009) }, ['eer']],
    [{ cllr: measured(0.09, null) }, ['cllr']],
    [{ balancedAccuracy: measured(null) }, ['balancedAccuracy']],
  ])('lets one standard deviation count: %j', (changes, names) => {
    expect(notMet('dims-mtbls79', system(changes))).toEqual(names);
  });
});
