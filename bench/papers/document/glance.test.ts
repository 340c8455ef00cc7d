import type { MeasuredRecord } from '@spectrosim/training';
import { describe, expect, it } from 'vitest';
import { glanceSection, leastEffort } from './glance.js';
import { paired } from './paired.js';
import { seeds } from './records.setup.js';
import { competingSystems } from './systems.js';

const FLOORS = [0.8, 0.84, 0.82];
const floor = (data = 'simulated') => seeds({ row: 'floor, no training', kind: 'floor', data }, FLOORS);
const verifier = (aucs: readonly number[], data = 'simulated') =>
  seeds({ row: 'default verifier', kind: 'verifier', data }, aucs);
const encoder = (name: string, aucs: readonly number[], parameters = 1000, data = 'simulated') =>
  seeds({ row: name, encoder: name, parameters, data }, aucs);
const of = (...records: MeasuredRecord[][]) => new Map([['contrastive', records.flat()]]);
const chosen = (...records: MeasuredRecord[][]) => leastEffort(competingSystems(of(...records), 'simulated'))?.name;

describe('paired', () => {
  it('is by hand: differences .1, .2, .3 have a mean of .2 and a standard error of .1 / √3', () => {
    const { mean, error, seeds: count } = paired(verifier([0.9, 1.04, 1.12]), floor());
    expect([mean, error, count]).toEqual([expect.closeTo(0.2, 12), expect.closeTo(0.1 / Math.sqrt(3), 12), 3]);
  });

  it('has the error of overlapping splits on one set: s √(1/n + test/train)', () => {
    const { error } = paired(verifier([0.9, 1.04, 1.12], 'real'), floor('real'));
    expect(error).toBeCloseTo(0.1 * Math.sqrt(1 / 3 + 18 / 54), 12);
  });

  it('takes the splits that both have', () => {
    expect(paired(verifier([0.9]), floor())).toMatchObject({
      mean: expect.closeTo(0.1, 12),
      error: Number.NaN,
      seeds: 1,
    });
  });
});

describe('leastEffort', () => {
  it('takes the highest mean where nothing simpler is within one standard error of it', () => {
    expect(chosen(floor(), verifier([0.9, 0.94, 0.92]))).toBe('default verifier');
    expect(chosen(floor(), verifier([0.9, 0.94, 0.92]), encoder('cnn', [0.95, 0.99, 0.97]))).toBe('cnn, NT-Xent');
  });

  it('takes what is simpler and within one standard error, the simplest of all', () => {
    // .02 above on average, ± .0404 a split.
    expect(chosen(floor(), verifier([0.9, 0.94, 0.92]), encoder('cnn', [0.99, 0.96, 0.87]))).toBe('default verifier');
    expect(chosen(floor(), verifier([0.8, 0.85, 0.81]), encoder('cnn', [0.8, 0.85, 0.82]))).toBe('floor, no training');
  });

  it('does not take a system that another is steadily above, though the highest mean is not', () => {
    // The encoder is .03 above the floor, ± .042; the verifier .02, on every seed.
    const [steady, best] = [verifier([0.82, 0.86, 0.84]), encoder('cnn', [0.91, 0.82, 0.82])];
    expect(chosen(floor(), best)).toBe('floor, no training');
    expect(chosen(floor(), steady, best)).toBe('default verifier');
  });

  it('prefers the smaller of encoders that tie', () => {
    const [big, small] = [encoder('transformer', [0.96, 0.95, 0.97], 2000), encoder('cnn', [0.95, 0.96, 0.96], 1000)];
    expect(chosen(floor(), big, small)).toBe('cnn, NT-Xent');
  });
});

describe('glanceSection', () => {
  it('has four rows a set, of systems with all seeds, and says what to use', () => {
    const page = glanceSection(
      of(
        floor(),
        verifier([0.9, 0.94, 0.92]),
        seeds({ row: 'SVM', kind: 'baseline' }, [0.85, 0.86, 0.87]),
        encoder('cnn', [0.7, 0.72, 0.71], 438688),
        encoder('paper/vae', [0.6, 0.62, 0.61]),
        encoder('paper/cnn', [0.99, 0.99]),
      ),
    );
    expect(page).toContain('| simulated | **what to use** | default verifier | .920 ± .020 | +.100 (± .000) | – |');
    expect(page).toContain('|  | best classical classifier | SVM | .860 ± .010 |');
    expect(page).toContain(
      '|  | best trained encoder of ours | cnn, NT-Xent | .710 ± .010 | −.110 (± .006) | 438,688 |',
    );
    // Two seeds are another mean than three.
    expect(page).toContain('|  | best encoder of the papers | paper/vae, NT-Xent |');
    expect(page).not.toContain('paper/cnn');
    expect(page).toContain(
      'On simulated use `default verifier`, which has the highest mean. The best trained encoder, `cnn, NT-Xent`, is .210 below it.',
    );
  });

  it.each([
    [
      'the floor where nothing is above it',
      [floor(), encoder('cnn', FLOORS)],
      'On simulated nothing is above the untrained floor by more than one standard error: use the floor. The best trained encoder, `cnn, NT-Xent`, is level with it.',
    ],
    [
      'the winner that is not used',
      [floor(), verifier([0.9, 0.94, 0.92]), encoder('cnn', [0.99, 0.96, 0.87])],
      'On simulated use `default verifier`; `cnn, NT-Xent` has the highest mean and is not more than one standard error above it. The best trained encoder, `cnn, NT-Xent`, is .020 above it.',
    ],
    [
      'an encoder that is used',
      [floor(), encoder('cnn', [0.95, 0.99, 0.97])],
      'On simulated use `cnn, NT-Xent`, which has the highest mean.',
    ],
  ])('says of %s what follows', (_, records, said) => {
    expect(
      glanceSection(of(...records))
        .split('\n')
        .at(-1),
    ).toBe(said);
  });

  it('says that nothing was run', () => {
    expect(glanceSection(new Map())).toContain('No system was run: nothing can be said.');
  });

  it('counts what two experiments share once, and tells their own rows apart', () => {
    const shared = floor();
    const records = new Map([
      ['contrastive', [...shared, ...encoder('cnn', [0.9])]],
      [
        'classification',
        [
          ...shared,
          ...seeds({ row: 'cnn', kind: 'classification', encoder: 'cnn' }, [0.7]).map((one) => ({
            ...one,
            key: 'other',
          })),
        ],
      ],
    ]);
    const systems = competingSystems(records, 'simulated').map(({ name, runs }) => [name, runs.length]);
    expect(systems).toEqual([
      ['floor, no training', 3],
      ['cnn, classifying differences', 1],
      ['cnn, NT-Xent', 1],
    ]);
  });
});
