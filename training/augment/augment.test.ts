import { createRandom, type NamedTensors } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32, floats, normals } from '../../models/graph/eager.setup.js';
import { type AugmentationOptions, augment, augmentationsSchema, drawAugmentations } from './augment.js';

const parse = (...augmentations: object[]): AugmentationOptions[] => augmentationsSchema.parse(augmentations);
const tensors = (draws: NamedTensors) =>
  Object.fromEntries(
    Object.entries(draws).map(([name, { type, dims, data }]) => [
      name,
      tf.tensor(data as Float32Array, [...dims], type as 'float32' | 'int32'),
    ]),
  );
const drawn = (draws: NamedTensors, name: string) => Array.from(draws[name]?.data ?? [], Number);
/** One augmentation of rows of `bins`, with draws given by hand. */
const applied = (options: object, rows: readonly number[][], draws: Record<string, number[]>, dtype?: 'int32') => {
  const [views, bins] = [rows.length, rows[0]?.length as number];
  const given = Object.entries(draws).map(([name, numbers]) => [
    `0.${name}`,
    tf.tensor(numbers, [views, numbers.length / views], dtype ?? 'float32'),
  ]);
  return augment(parse(options), floats([views, bins], rows.flat()), Object.fromEntries(given));
};
const row = [1, 2, 3, 4, 5];

describe('circularShift', () => {
  it.each([
    [1, [5, 1, 2, 3, 4]],
    [-1, [2, 3, 4, 5, 1]],
    [0, row],
    [5, row],
    [-5, row],
  ])('by %i, by hand', (shift, expected) => {
    expectClose(applied({ name: 'circularShift' }, [row], { shift: [shift] }), expected, 0);
  });

  it('shifts each view by its own number', () => {
    const y = applied({ name: 'circularShift' }, [row, row], { shift: [2, -2] });
    expectClose(y, [4, 5, 1, 2, 3, 3, 4, 5, 1, 2], 0);
  });

  it('by s and then by −s changes nothing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -5, max: 5 }),
        fc.array(fc.float({ noNaN: true }), { minLength: 5, maxLength: 5 }),
        (shift, x) => {
          const there = applied({ name: 'circularShift' }, [x], { shift: [shift] });
          const back = applied({ name: 'circularShift' }, [Array.from(there.dataSync())], { shift: [-shift] });
          expect([...back.dataSync()]).toEqual(Array.from(Float32Array.from(x)));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('draws whole bins up to the range, either way', () => {
    const draws = drawAugmentations(parse({ name: 'circularShift', range: 0.1 }), 400, 30, createRandom(1, 'shift'));
    expect([...new Set(drawn(draws, '0.shift'))].toSorted((a, b) => a - b)).toEqual([-3, -2, -1, 0, 1, 2, 3]);
  });
});

describe('crop', () => {
  it('keeps the stretch that was drawn, in place, by hand', () => {
    const y = applied({ name: 'crop', keep: 0.6 }, [row, row, row], { start: [0, 1, 2] });
    expectClose(y, [1, 2, 3, 0, 0, 0, 2, 3, 4, 0, 0, 0, 3, 4, 5], 0);
  });

  it('draws every start that fits', () => {
    const draws = drawAugmentations(parse({ name: 'crop', keep: 0.6 }), 200, 5, createRandom(1, 'crop'));
    expect([...new Set(drawn(draws, '0.start'))].toSorted()).toEqual([0, 1, 2]);
  });
});

describe('flip', () => {
  it('reverses the views that were drawn, by hand', () => {
    expectClose(applied({ name: 'flip' }, [row, row], { flipped: [1, 0] }), [5, 4, 3, 2, 1, 1, 2, 3, 4, 5], 0);
  });
});

describe('permutation', () => {
  it('takes bins in the order that was drawn, by hand', () => {
    expectClose(applied({ name: 'permutation' }, [row], { order: [2, 0, 1, 4, 3] }, 'int32'), [3, 1, 2, 5, 4], 0);
  });

  it('keeps every intensity, and shuffles each view by itself', () => {
    const options = parse({ name: 'permutation', probability: 1 });
    const x = Array.from({ length: 2 }, () => Array.from({ length: 50 }, (_, i) => i)).flat();
    const draws = tensors(drawAugmentations(options, 2, 50, createRandom(1, 'permutation')));
    const y = augment(options, floats([2, 50], x), draws).dataSync();
    const [first, second] = [Array.from(y.slice(0, 50)), Array.from(y.slice(50))];
    expect(first.toSorted((a, b) => a - b)).toEqual(x.slice(0, 50));
    expect(second.toSorted((a, b) => a - b)).toEqual(x.slice(0, 50));
    expect(first).not.toEqual(x.slice(0, 50));
    expect(first).not.toEqual(second);
  });
});

describe('amplitudes', () => {
  it("gaussianNoise is relative to the spectrum's largest absolute intensity, by hand", () => {
    const y = applied(
      { name: 'gaussianNoise', sigma: 0.1 },
      [
        [10, 0],
        [-1e8, 5],
      ],
      { noise: [1, -2, 0.5, 1] },
    );
    expectClose(y.dataSync().slice(0, 2), [11, -2], FLOAT32);
    expectClose(y.dataSync().slice(2), [-0.95e8, 1e7 + 5], FLOAT32);
  });

  it('scale multiplies the whole spectrum, by hand', () => {
    expectClose(
      applied(
        { name: 'scale' },
        [
          [1, 2],
          [3, 4],
        ],
        { factor: [0.5, 2] },
      ),
      [0.5, 1, 6, 8],
      FLOAT32,
    );
  });

  it('scale draws factors of 1 ± range', () => {
    const draws = drawAugmentations(parse({ name: 'scale', range: 0.2 }), 500, 1, createRandom(1, 'scale'));
    const factors = drawn(draws, '0.factor');
    expect(Math.min(...factors)).toBeGreaterThanOrEqual(0.8);
    expect(Math.max(...factors)).toBeLessThanOrEqual(1.2);
    expect(Math.max(...factors) - Math.min(...factors)).toBeGreaterThan(0.35);
  });

  it('peakHeight multiplies each bin by exp(σ · noise), so that an empty bin stays empty, by hand', () => {
    const y = applied({ name: 'peakHeight', sigma: 0.5 }, [[2, 0, 4]], { noise: [2, 3, -2] });
    expectClose(y, [2 * Math.E, 0, 4 / Math.E], FLOAT32);
  });
});

const all = [
  { name: 'gaussianNoise' },
  { name: 'circularShift' },
  { name: 'scale' },
  { name: 'crop' },
  { name: 'flip' },
  { name: 'permutation' },
  { name: 'peakHeight' },
];

describe.each([
  { name: 'gaussianNoise', sigma: 0 },
  { name: 'circularShift', range: 0 },
  { name: 'scale', range: 0 },
  { name: 'crop', keep: 1 },
  { name: 'flip', probability: 0 },
  { name: 'permutation', probability: 0 },
  { name: 'peakHeight', sigma: 0 },
])('%j', (options) => {
  it('changes nothing', () => {
    const x = normals('identity', 3 * 20).map((value) => value * 1e8);
    const draws = tensors(drawAugmentations(parse(options), 3, 20, createRandom(1, 'identity')));
    expectClose(augment(parse(options), floats([3, 20], x), draws), x, 0);
  });
});

describe('augment', () => {
  it('acts in order', () => {
    const x = floats([1, 3], [1, 2, 3]);
    const both = augment(parse({ name: 'flip' }, { name: 'crop', keep: 1 / 3 }), x, {
      '0.flipped': floats([1, 1], [1]),
      '1.start': floats([1, 1], [0]),
    });
    expectClose(both, [3, 0, 0], 0);
  });

  it('keeps draws of eleven augmentations apart', () => {
    const twelve = parse(...Array.from({ length: 12 }, () => ({ name: 'scale' })));
    const draws = Object.fromEntries(twelve.map((_, i) => [`${i}.factor`, floats([1, 1], [i === 1 ? 3 : 1])]));
    expectClose(augment(twelve, floats([1, 1], [2]), draws), [6], 0);
  });

  it('of none, changes nothing', () => {
    expectClose(augment([], floats([1, 2], [1, 2]), {}), [1, 2], 0);
  });
});

describe('drawAugmentations', () => {
  const draw = (seed: number) => drawAugmentations(parse(...all), 4, 16, createRandom(seed, 'draws'));

  it('draws the same for the same seed, and something else for another', () => {
    expect(draw(1)).toEqual(draw(1));
    for (const [name, { data }] of Object.entries(draw(1))) {
      expect(draw(2)[name]?.data, name).not.toEqual(data);
    }
  });

  it('draws another set on the next step', () => {
    const random = createRandom(1, 'draws');
    const first = drawAugmentations(parse(...all), 4, 16, random);
    expect(drawAugmentations(parse(...all), 4, 16, random)).not.toEqual(first);
  });

  it('names draws by place and use', () => {
    expect(Object.keys(draw(1))).toEqual([
      '0.noise',
      '1.shift',
      '2.factor',
      '3.start',
      '4.flipped',
      '5.order',
      '6.noise',
    ]);
  });
});

describe('augmentationsSchema', () => {
  it.each([
    { name: 'gaussianNoise', sigma: -1 },
    { name: 'crop', keep: 0 },
    { name: 'flip', probability: 1.5 },
    { name: 'scale', amount: 1 },
    { name: 'jitter' },
  ])('refuses %j', (options) => {
    expect(augmentationsSchema.safeParse([options]).success).toBe(false);
  });
});
