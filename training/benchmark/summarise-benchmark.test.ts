import { describe, expect, it } from 'vitest';
import type { BenchmarkMeasures } from './measures.js';
import type { BenchmarkRecord, FailedRecord, MeasuredRecord } from './record.js';
import { type Comparison, summariseBenchmark } from './summarise-benchmark.js';

const measuresOf = (auc: number): BenchmarkMeasures => ({
  auc,
  averagePrecision: auc,
  eer: 1 - auc,
  fnrAt1: 1,
  balancedAccuracy: auc,
});
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

interface Given {
  readonly row: string;
  readonly seed: number;
  /** AUC of the model, by fold. */
  readonly aucs: readonly number[];
  readonly floors: readonly number[];
  readonly newEachSeed?: boolean;
  readonly protocol?: MeasuredRecord['protocol'];
  readonly more?: Partial<MeasuredRecord>;
}

/** Sixteen training spectra and four test spectra a fold: nTest / nTrain = 1/4. */
function recordOf({ row, seed, aucs, floors, newEachSeed = true, protocol = 'held-out', more }: Given): MeasuredRecord {
  return {
    key: `${row} ${seed}`,
    title: 'X',
    row,
    kind: row === 'floor' ? 'floor' : 'contrastive',
    data: { name: 'set', simulated: true, newEachSeed, hash: '', spectra: 20, groups: 5, bins: 10 },
    protocol,
    split: protocol,
    seed,
    settings: {},
    threads: 1,
    seconds: 2,
    versions: {},
    measures: { model: measuresOf(mean(aucs)), floor: measuresOf(mean(floors)) },
    folds: aucs.map((auc, i) => ({
      trainSpectra: 16,
      testSpectra: 4,
      positivePairs: 3,
      negativePairs: 3,
      measures: { model: measuresOf(auc), floor: measuresOf(floors[i] as number) },
    })),
    fitted: [],
    hardPairs: '',
    ...more,
  };
}

const FLOORS = [0.7, 0.72, 0.74];
/** One record a seed. */
const run = (row: string, aucs: readonly number[], more: Partial<Given> = {}) =>
  aucs.map((auc, i) => recordOf({ row, seed: i + 1, aucs: [auc], floors: [FLOORS[i] as number], ...more }));
const ROWS = ['floor', 'good', 'bad', 'few'].map((name) => ({
  name,
  kind: name === 'floor' ? 'floor' : 'contrastive',
}));
const summarise = (records: readonly BenchmarkRecord[]) => summariseBenchmark(records, ROWS);

describe('summariseBenchmark', () => {
  const records = [
    ...run('bad', [0.6, 0.63, 0.62]),
    ...run('good', [0.8, 0.81, 0.85]),
    ...run('few', [0.9, 0.5].slice(0, 2)),
    ...run('floor', FLOORS),
    ...run('of another experiment', [1]),
  ];
  const [table, ...others] = summarise(records);

  it('has the rows in the order of the experiment, and no others', () => {
    expect(others).toEqual([]);
    expect(table?.rows.map(({ name, seeds }) => [name, seeds])).toEqual([
      ['floor', [1, 2, 3]],
      ['good', [1, 2, 3]],
      ['bad', [1, 2, 3]],
      ['few', [1, 2]],
    ]);
    expect(table?.best).toBe('good');
  });

  it('has means with intervals by Student’s t, where every seed has data of its own (by hand)', () => {
    // 0.8, 0.81, 0.85: mean 0.82, s² = 0.0007, s = 0.0264575; t₀.₉₅ = 4.302653; half = 4.302653 · 0.0264575 / √3 = 0.0657242.
    const { auc } = table?.rows[1]?.measures ?? {};
    expect(auc?.mean).toBeCloseTo(0.82, 12);
    expect(auc?.sd).toBeCloseTo(0.0264575, 6);
    expect(auc?.lo).toBeCloseTo(0.82 - 0.0657242, 5);
    expect(auc?.hi).toBeCloseTo(0.82 + 0.0657242, 5);
    expect(table?.rows[3]?.measures.auc).toEqual({ mean: 0.7, sd: expect.closeTo(0.2828427, 6) });
  });

  it('compares with the floor of the same splits, adjusted by Holm (by hand)', () => {
    // good − floor: 0.1, 0.09, 0.11: t = 0.1 / (0.01 / √3) = 17.3205, p = 1 − t / √(2 + t²) = 0.0033167. bad − floor: −0.1, −0.09,
    // −0.12: mean −0.1033333, s = 0.0152753, t = −11.7170, p = 0.0072052. Holm of two: twice the smaller, the larger as it is.
    const [, good, bad, few] = table?.rows.map(({ againstFloor }) => againstFloor) ?? [];
    expect(good).toMatchObject({
      verdict: 'better',
      p: expect.closeTo(0.0033167, 6),
      adjusted: expect.closeTo(0.0066334, 6),
    });
    expect(bad).toMatchObject({
      verdict: 'worse',
      p: expect.closeTo(0.0072052, 6),
      adjusted: expect.closeTo(0.0072052, 6),
    });
    expect(few).toBe('too few seeds');
    expect(table?.rows[0]?.againstFloor).toBe('is it');
  });

  it('compares with the best row', () => {
    expect(
      table?.rows.map(({ againstBest }) => (typeof againstBest === 'string' ? againstBest : againstBest.verdict)),
    ).toEqual(['worse', 'is it', 'worse', 'too few seeds']);
    expect((table?.rows[0]?.againstBest as Comparison | undefined)?.mean).toBeCloseTo(-0.1, 12);
  });

  it('takes the best among the rows with the most seeds: a mean over others is of other sets', () => {
    const [unequal] = summarise([
      ...run('floor', FLOORS),
      ...run('few', [0.99, 0.98]),
      ...run('bad', [0.75, 0.76, 0.77]),
    ]);
    expect(unequal?.best).toBe('bad');
    expect(unequal?.rows.find(({ name }) => name === 'few')?.againstBest).toBe('too few seeds');
  });

  it('refuses to count a seed twice', () => {
    const twice = [
      ...run('good', [0.8, 0.81]),
      ...run('good', [0.9]).map((one) => ({ ...one, key: 'of another version' })),
    ];
    expect(() => summarise(twice)).toThrow(/Two records of "good" with seed 1 on set under held-out/);
  });

  it('compares with the same encoder before training, adjusted by Holm over those that were trained (by hand)', () => {
    const trained = (row: string, befores: readonly number[], afters: readonly number[]) =>
      run(row, afters).map((record, i) => {
        const measures = { ...record.measures, untrained: measuresOf(befores[i] as number) };
        return { ...record, measures, folds: record.folds.map((fold) => ({ ...fold, measures })) };
      });
    const [before] = summarise([
      ...run('floor', FLOORS),
      ...trained('good', [0.7, 0.72, 0.74], [0.8, 0.81, 0.85]),
      ...trained('bad', [0.7, 0.72, 0.74], [0.6, 0.63, 0.62]),
      ...trained('few', [0.5, 0.6], [0.7, 0.8]),
    ]);
    // The same differences as to the floor above.
    expect(before?.rows.map(({ againstUntrained }) => againstUntrained)).toEqual([
      undefined,
      expect.objectContaining({ verdict: 'better', adjusted: expect.closeTo(0.0066334, 6) }),
      expect.objectContaining({ verdict: 'worse', adjusted: expect.closeTo(0.0072052, 6) }),
      'too few seeds',
    ]);
  });

  it('calls a difference that may be chance a tie', () => {
    const [tied] = summarise([...run('floor', FLOORS), ...run('good', [0.9, 0.7, 0.74])]);
    expect(tied?.rows[1]?.againstFloor).toMatchObject({ verdict: 'tie' });
  });

  it('corrects for training sides that overlap, where seeds split one set (by hand)', () => {
    // t² = 0.1² / (0.01² · (1/3 + 1/4)) = 171.428571, and with 2 degrees of freedom p = 1 − t / √(2 + t²).
    const [real] = summarise(run('good', [0.8, 0.81, 0.85], { newEachSeed: false }));
    expect(real?.rows[0]?.againstFloor).toMatchObject({ p: expect.closeTo(1 - Math.sqrt(171.428571 / 173.428571), 8) });
  });

  it('takes folds of one set as values, of simulated sets as their mean', () => {
    const folds = (newEachSeed: boolean) =>
      [1, 2, 3].map((seed) =>
        recordOf({ row: 'good', seed, aucs: [0.8 + 0.01 * seed, 0.9], floors: [0.7, 0.7], newEachSeed }),
      );
    const sdOf = (newEachSeed: boolean) =>
      (summarise(folds(newEachSeed))[0]?.rows[0]?.againstFloor as Comparison | undefined)?.sd;
    // By hand: six differences of mean 0.16; the means of each seed, 0.155, 0.16 and 0.165, have sd 0.005.
    const values = [0.11, 0.2, 0.12, 0.2, 0.13, 0.2];
    const about = values.map((value) => (value - 0.16) ** 2);
    expect(sdOf(false)).toBeCloseTo(Math.sqrt(about.reduce((sum, square) => sum + square, 0) / 5), 12);
    expect(sdOf(true)).toBeCloseTo(0.005, 12);
  });

  it('tests nothing under a protocol that leaks', () => {
    const [leaking] = summarise(run('good', [0.8, 0.81, 0.85], { protocol: 'pairs', more: { leak: 'why' } }));
    expect(leaking).toMatchObject({ leak: 'why', rows: [{ againstFloor: 'leaks' }] });
  });

  it('makes a table of each protocol, and tells what failed and where a batch was lowered', () => {
    const failed = { ...recordOf({ row: 'bad', seed: 1, aucs: [], floors: [], protocol: 'pairs' }), failed: 'why' };
    const { measures: _, folds: __, ...rest } = failed;
    const lowered = {
      settings: { config: { batch: 64 } },
      training: { steps: 1, batch: 16, losses: { first: 1, last: 1 } },
    };
    const tables = summarise([...run('good', [0.8], { more: lowered }), rest as unknown as FailedRecord]);
    expect(tables.map(({ protocol, rows, failed: of }) => [protocol, rows.length, of.length])).toEqual([
      ['held-out', 1, 0],
      ['pairs', 0, 1],
    ]);
    expect(tables[0]?.rows[0]?.lowered).toEqual({ asked: 64, batch: 16 });
  });
});
