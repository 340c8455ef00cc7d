import { describe, expect, it } from 'vitest';
import { SIMULATOR_DEFAULTS } from './presets.js';
import { createBins, rasterise } from './rasterise.js';

const { axis } = SIMULATOR_DEFAULTS;

describe('createBins', () => {
  it('has the 2,080 positions of the REIMS files', () => {
    const { quantity, values } = createBins(axis);
    expect([quantity, values.length, values[0], values[2079]]).toEqual(['m/z', 2080, 77.04, 999.32]);
  });
});

describe('rasterise', () => {
  const draw = (mz: number, widthPpm: number, errorPpm = 0) => {
    const spectrum = new Float64Array(axis.bins);
    rasterise([{ mz, intensity: 10 }], axis, { errorPpm, widthPpm }, spectrum);
    return spectrum;
  };
  const total = (spectrum: Float64Array) => spectrum.reduce((sum, value) => sum + value, 0);

  it('puts a peak without width into the bin that holds it', () => {
    const spectrum = draw(327.233, 0);
    const bin = spectrum.indexOf(10);
    expect(Math.abs((createBins(axis).values[bin] as number) - 327.233)).toBeLessThan(0.222);
    expect(total(spectrum)).toBe(10);
  });

  it('keeps the total wherever a wide peak falls', () => {
    for (const mz of [100, 327.233, 762.5079, 762.72]) {
      expect(total(draw(mz, 5000))).toBeCloseTo(10, 12);
    }
  });

  it('splits a peak at a bin edge in halves', () => {
    const step = (999.32 - 77.04) / 2079;
    const spectrum = draw(77.04 + 100.5 * step, 300);
    expect(spectrum[100]).toBeCloseTo(5, 6);
    expect(spectrum[101]).toBeCloseTo(5, 6);
  });

  it('moves peaks by the calibration error and drops those beyond the axis', () => {
    expect(draw(500, 0, 2000)).toEqual(draw(501, 0));
    expect(total(draw(1200, 100))).toBe(0);
  });
});
