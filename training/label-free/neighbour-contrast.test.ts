import { createRandom } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { neighbourContrast } from './neighbour-contrast.js';

/** Similarities that fall with the distance of points. */
function similarities(points: readonly (readonly number[])[]): Float64Array {
  return Float64Array.from(
    points.flatMap((a) => points.map((b) => -Math.hypot(...a.map((value, i) => value - (b[i] as number))))),
  );
}

describe('neighbourContrast', () => {
  it('is by hand: two that agree, one whose nearest has another', () => {
    // Points 0, 1 and 4: similarities −1, −4 · −1, −3 · −4, −3. The last one's nearest is the second, whose nearest is the first.
    const contrast = neighbourContrast(similarities([[0], [1], [4]]), 3);
    // Of two numbers, the larger is one standard deviation above their mean.
    expect(contrast).toBeCloseTo((1 + 1 + 0) / 3, 12);
  });

  it('rises as replicates come closer to each other, and is lower without any (20 sources, 8 dimensions)', () => {
    const random = createRandom(1, 'replicates');
    const sources = Array.from({ length: 20 }, () => Array.from({ length: 8 }, () => random.normal()));
    const set = (spread: number) =>
      sources.flatMap((source) => [0, 1].map(() => source.map((value) => value + spread * random.normal())));
    const [tight, loose, lost] = [0.02, 0.3, 3].map((spread) => neighbourContrast(similarities(set(spread)), 40));
    expect(tight).toBeGreaterThan(loose as number);
    expect(loose).toBeGreaterThan(1.2 * (lost as number));
  });

  it('does not change with the scale of similarities, and says nothing of two spectra or of spectra all alike', () => {
    const random = createRandom(2, 'scale');
    const of = similarities(Array.from({ length: 9 }, () => [random.normal(), random.normal()]));
    const scaled = of.map((value) => 1e-3 * value + 0.999);
    expect(neighbourContrast(scaled, 9)).toBeCloseTo(neighbourContrast(of, 9), 6);
    expect(neighbourContrast(new Float64Array(4), 2)).toBe(0);
    expect(neighbourContrast(new Float64Array(25).fill(0.5), 5)).toBe(0);
  });
});
