import { hashSet, rowOf, type SpectrumSet } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import type { SimulatorInput } from './parameters.js';
import { SIMULATOR_DEFAULTS, simulatorParameters } from './presets.js';
import { simulate } from './simulate.js';

/** Every random or drifting effect at zero: the fish of a species are then all alike. */
const STILL = {
  batch: { groupLogSd: 0, chainLogSd: 0, unsaturationLogSd: 0, decayLogSd: 0, moleculeLogSd: 0 },
  fish: { groupLogSd: 0, chainLogSd: 0, unsaturationLogSd: 0, decayLogSd: 0, moleculeLogSd: 0 },
  burn: { gainLogSd: 0, tiltLogSd: 0, fragmentationLogSd: 0, suppressionLogSd: 0 },
  day: { gainLogSd: 0, responseLogSd: 0 },
  drift: { dayLogGain: 0, dayLogTilt: 0, campaignLogGain: 0, campaignLogTilt: 0 },
  massError: { dayPpmSd: 0, driftPpmPerDay: 0, burnPpmSd: 0 },
  background: { dayCombLogSd: 0, burnLogSd: 0 },
  noise: { intensityPerIon: 0, electronicSd: 0 },
} satisfies SimulatorInput;

const SMALL = { batches: 4, fishPerBatch: 2, days: 2 };

function still(changes: SimulatorInput = {}): SpectrumSet {
  const merged = Object.fromEntries(
    Object.entries({ ...STILL, ...changes }).map(([stage, values]) => [
      stage,
      { ...STILL[stage as keyof typeof STILL], ...values },
    ]),
  );
  return simulate(simulatorParameters('default', { ...merged, design: { ...SMALL, ...changes.design } }), 3);
}

const same = (set: SpectrumSet, a: number, b: number) =>
  rowOf(set, a).every((value, bin) => value === rowOf(set, b)[bin]);

describe('simulate', () => {
  const set = simulate(SIMULATOR_DEFAULTS, 1);
  const column = (name: string) => set.columns.get(name) as readonly string[];

  it('gives the same bytes for the same seed, and others for another', () => {
    const bytes = (seed: number) => Buffer.from(simulate(SIMULATOR_DEFAULTS, seed).intensities.buffer);
    expect(bytes(1).equals(Buffer.from(set.intensities.buffer))).toBe(true);
    expect(bytes(2).equals(bytes(1))).toBe(false);
  });

  it('has 24 batches of 3 fish and QC injections, all said to be simulated', () => {
    expect(set.names[0]).toBe('hoki-b01-f1');
    expect(set.names[71]).toBe('jack-mackerel-b24-f3');
    expect(set.names[72]).toBe('qc-01');
    expect(column('batch')[71]).toBe('batch24');
    expect(column('batch')[72]).toBe('qc-01');
    expect(new Set(column('batch').slice(0, 72)).size).toBe(24);
    expect(column('class').filter((name) => name === 'hoki')).toHaveLength(36);
    expect(column('qc').filter((qc) => qc === 'true')).toHaveLength(16);
    expect(new Set(column('simulated'))).toEqual(new Set(['true']));
    expect(set.notes.join()).toContain('Simulated');
  });

  it('has raw intensities: finite, not negative, the highest near 1e7 to 1e8', () => {
    expect(set.intensities.every((value) => value >= 0 && Number.isFinite(value))).toBe(true);
    for (let i = 0; i < set.names.length; i++) {
      const highest = Math.max(...rowOf(set, i));
      expect(highest).toBeGreaterThan(5e6);
      expect(highest).toBeLessThan(1e9);
    }
  });

  it('is frozen: models are tuned on the default preset, never the preset on models', async () => {
    expect(await hashSet(set)).toBe('f8143c281fff8f9787971172ba4ab028f0985bf5da9d2ef7c4daa0c56bf481de');
  });

  it('has fatty acids and phospholipids on top', () => {
    const mean = set.axis.values.map((_, bin) => set.names.reduce((sum, _, n) => sum + (rowOf(set, n)[bin] ?? 0), 0));
    const top = [...mean.keys()].sort((a, b) => (mean[b] as number) - (mean[a] as number)).slice(0, 40);
    const isNear = (mz: number) => top.some((bin) => Math.abs((set.axis.values[bin] as number) - mz) < 0.3);
    expect([255.233, 281.2486, 301.2173, 327.233, 746.513, 790.5392].map(isNear)).toEqual(new Array(6).fill(true));
  });
});

describe('an effect at zero is absent', () => {
  it('all of them: fish of a species are identical, species are not', () => {
    const set = still();
    for (const fish of [1, 2, 3]) {
      expect(same(set, 0, fish)).toBe(true);
    }
    expect(same(set, 0, 4)).toBe(false);
  });

  it('and so are the species without contrast', () => {
    expect(same(still({ species: { contrast: 0, moleculeLogSd: 0 } }), 0, 4)).toBe(true);
  });

  it('batch variation alone keeps the fish of a batch identical', () => {
    const set = still({ batch: { moleculeLogSd: 0.2 } });
    expect([same(set, 0, 1), same(set, 0, 2)]).toEqual([true, false]);
  });

  it.each<[string, SimulatorInput]>([
    ['fish', { fish: { chainLogSd: 0.1 } }],
    ['fragmentation', { burn: { fragmentationLogSd: 0.3 } }],
    ['ion suppression', { burn: { suppressionLogSd: 0.1 } }],
    ['burn gain', { burn: { gainLogSd: 0.3 } }],
    ['drift over a day', { drift: { dayLogTilt: 0.2 } }],
    ['mass jitter', { massError: { burnPpmSd: 10 } }],
    ['background amount', { background: { burnLogSd: 0.2 } }],
    ['shot noise', { noise: { intensityPerIon: 100 } }],
    ['electronic noise', { noise: { electronicSd: 100 } }],
  ])('%s alone makes the fish of a batch differ', (_, changes) => {
    expect(same(still(changes), 0, 1)).toBe(false);
  });

  it('background: without it nothing lies between the peaks', () => {
    const clean = still({ background: { humpFraction: 0, combFraction: 0 } });
    expect(rowOf(clean, 0).filter((value) => value === 0).length).toBeGreaterThan(1000);
    expect(rowOf(still(), 0).filter((value) => value === 0)).toHaveLength(0);
  });

  it('a day gain scales whole days and nothing else', () => {
    const set = still({ day: { gainLogSd: 0.3 } });
    const plain = still();
    const days = set.columns.get('day') as readonly string[];
    const gains = set.names.map((_, n) => (rowOf(set, n)[564] as number) / (rowOf(plain, n)[564] as number));
    for (const day of ['1', '2']) {
      const ofDay = gains.filter((_, n) => days[n] === day);
      expect(Math.max(...ofDay) / Math.min(...ofDay)).toBeCloseTo(1, 6);
    }
    expect(new Set(gains.map((gain) => gain.toFixed(4))).size).toBe(2);
  });
});

it('switching one effect off leaves the random numbers of the others', () => {
  const tilted = still({ burn: { tiltLogSd: 0.3 } });
  const both = still({ burn: { tiltLogSd: 0.3, gainLogSd: 0.3 } });
  const ratio = (n: number, bin: number) => (rowOf(both, n)[bin] as number) / (rowOf(tilted, n)[bin] as number);
  for (let n = 0; n < 8; n++) {
    expect(ratio(n, 400)).toBeCloseTo(ratio(n, 1500), 4);
  }
});
