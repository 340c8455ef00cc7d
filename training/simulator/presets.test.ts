import { describe, expect, it } from 'vitest';
import { SIMULATOR_DEFAULTS, simulatorParameters } from './presets.js';

describe('simulatorParameters', () => {
  it('has a default preset that stays as it was before any model was tuned', () => {
    expect(SIMULATOR_DEFAULTS).toMatchInlineSnapshot(`
      {
        "axis": {
          "bins": 2080,
          "mzMax": 999.32,
          "mzMin": 77.04,
        },
        "background": {
          "burnLogSd": 0.35,
          "combFraction": 0.25,
          "combLogSd": 0.6,
          "combMassDefectPpm": 600,
          "dayCombLogSd": 0.2,
          "humpFraction": 0.2,
        },
        "batch": {
          "chainLogSd": 0.14,
          "decayLogSd": 0.25,
          "groupLogSd": 0.15,
          "moleculeLogSd": 0.2,
          "unsaturationLogSd": 0.1,
        },
        "burn": {
          "fragmentationLogSd": 0.3,
          "gainLogSd": 0.4,
          "suppressionLogSd": 0.12,
          "tiltLogSd": 0.25,
        },
        "day": {
          "gainLogSd": 0.25,
          "responseLengthDa": 120,
          "responseLogSd": 0.15,
        },
        "design": {
          "batches": 24,
          "days": 4,
          "fishPerBatch": 3,
          "order": "randomised",
          "qcInterval": 6,
        },
        "drift": {
          "campaignLogGain": -0.3,
          "campaignLogTilt": -0.15,
          "dayLogGain": -0.3,
          "dayLogTilt": -0.25,
        },
        "fish": {
          "chainLogSd": 0.08,
          "decayLogSd": 0.2,
          "groupLogSd": 0.2,
          "moleculeLogSd": 0.18,
          "unsaturationLogSd": 0.12,
        },
        "massError": {
          "burnPpmSd": 10,
          "dayPpmSd": 15,
          "driftPpmPerDay": 20,
        },
        "noise": {
          "electronicSd": 4000,
          "intensityPerIon": 1000,
          "totalIntensity": 400000000,
        },
        "peak": {
          "widthPpm": 100,
        },
        "species": {
          "contrast": 1,
          "moleculeLogSd": 0.25,
        },
      }
    `);
  });

  it('changes what is asked for and keeps the rest of the preset', () => {
    const changed = simulatorParameters('hard', { batch: { decayLogSd: 0 }, design: { batches: 6 } });
    const hard = simulatorParameters('hard');
    expect(changed).toEqual({
      ...hard,
      batch: { ...hard.batch, decayLogSd: 0 },
      design: { ...hard.design, batches: 6 },
    });
  });

  it('says which parameter is unknown or out of range', () => {
    expect(() => simulatorParameters('default', JSON.parse('{"noise": {"pink": 1}}'))).toThrow(/"pink"/);
    expect(() => simulatorParameters('default', { peak: { widthPpm: -1 } })).toThrow(/peak\.widthPpm/);
  });
});
