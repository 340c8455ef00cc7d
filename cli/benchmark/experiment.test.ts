import { describe, expect, it } from 'vitest';
import { type Experiment, overridden, parseExperiment, seedsOf } from './experiment.js';

const FLOOR = { name: 'floor', kind: 'floor' };
const parse = (value: object): Experiment => parseExperiment('The experiment x.json', { title: 'X', ...value });

describe('an experiment that is wrong', () => {
  it.each<[string, object, RegExp]>([
    ['nothing to run', {}, /"rows", "grid" or both/],
    ['an unknown key', { rows: [FLOOR], protocol: ['held-out'] }, /unknown key "protocol". Did you mean "protocols"\?/],
    [
      'an unknown key of a row',
      { rows: [{ ...FLOOR, nmae: 1 }] },
      /rows\[0\]: unknown key "nmae". Did you mean "name"\?/,
    ],
    ['a kind that is none', { rows: [{ name: 'a', kind: 'contrast' }] }, /rows\[0\].kind: .*"contrastive"/],
    [
      'a key of another kind',
      { rows: [{ ...FLOOR, batch: 8 }] },
      /rows\[0\].batch: a row of kind "floor" does not read it/,
    ],
    ['a baseline without its name', { rows: [{ name: 'a', kind: 'baseline' }] }, /rows\[0\].baseline: .* needs it/],
    [
      'a baseline that is none',
      { rows: [{ name: 'a', kind: 'baseline', baseline: 'smv' }] },
      /rows\[0\].baseline: .*"svm"/,
    ],
    ['data that are nothing', { rows: [FLOOR], data: [{}] }, /data\[0\]: expected either "simulate" or "file"/],
    ['a file without groups', { rows: [FLOOR], data: [{ file: 'a.csv' }] }, /data\[0\].group: a file needs it/],
    [
      'roles of simulated data',
      { rows: [FLOOR], data: [{ simulate: {}, run: 'day' }] },
      /data\[0\].run: is for a file/,
    ],
    ['a protocol that is none', { rows: [FLOOR], protocols: ['heldout'] }, /protocols\[0\].*"held-out"/],
    ['no seed', { rows: [FLOOR], seeds: 0 }, /seeds/],
  ])('is refused: %s', (_, value, message) => {
    expect(() => parse(value)).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringMatching(message) }),
    );
  });
});

describe('an experiment', () => {
  it('has defaults: simulated data, one split by group, five seeds, three of real data', () => {
    const experiment = parse({ rows: [FLOOR] });
    expect(experiment).toMatchObject({ data: [{ simulate: { difficulty: 'default' } }], protocols: ['held-out'] });
    expect(seedsOf(experiment, true)).toEqual([1, 2, 3, 4, 5]);
    expect(seedsOf(experiment, false)).toEqual([1, 2, 3]);
  });

  it('takes seeds as a number or a list, each once', () => {
    expect(seedsOf(parse({ rows: [FLOOR], seeds: 2 }), false)).toEqual([1, 2]);
    expect(seedsOf(parse({ rows: [FLOOR], seeds: [7, 3, 7] }), true)).toEqual([7, 3]);
  });

  it('is shortened by what it says itself: settings replace settings of the same name, epochs replace steps', () => {
    const experiment = parse({
      rows: [FLOOR],
      data: [{ simulate: { difficulty: 'hard', design: { batches: 12, fishPerBatch: 4 } } }],
      training: { steps: 100, batch: 8 },
      quick: { seeds: 1, training: { steps: 5 }, simulate: { design: { batches: 6 } }, large: { leaveOut: true } },
      full: { training: { epochs: 100 } },
    });
    expect(overridden(experiment, experiment.quick)).toMatchObject({
      seeds: 1,
      training: { steps: 5, batch: 8 },
      data: [{ simulate: { difficulty: 'hard', design: { batches: 6, fishPerBatch: 4 } } }],
      large: { leaveOut: true, seeds: 2 },
    });
    expect(overridden(experiment, experiment.full).training).toEqual({ epochs: 100, batch: 8 });
  });
});
