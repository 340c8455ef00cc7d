import { createAxis, explanationOf } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { explanationText } from '../../explanation-text.js';
import { explanationPage } from './explanation-page.js';

const floats = (...values: number[]) => Float32Array.from(values);
const decision = { score: 'cosine', threshold: 0.5 } as const;
const data = { hash: '', group: 'batch', groups: 2, spectra: 4, trainingRows: [], trainingGroups: [] };

/** Of a pair of score −2 and baseline 0, whose three bins have these parts. */
function explained(...parts: number[]) {
  const verdict = { sameSource: false, undecided: false, threshold: 0.5, score: -2, similarity: -2 };
  const axis = createAxis('m/z', [100, 101, 102]);
  const both = (values: Float32Array) => ({ a: values, b: values });
  return explanationOf(verdict, axis, both(floats(1, 2, 3)), {
    parts: both(floats(...parts)),
    score: floats(-2),
    baseline: both(floats(0)),
    gradCam: both(floats(0, 1, 0)),
  });
}

const page = (...parts: number[]) =>
  explanationPage({
    explanation: explained(...parts),
    manifest: { decision, data },
    names: { a: 'one', b: 'two' },
    title: 'Not the same batch',
    reason: 'Cosine -2',
    warnings: [],
    facts: [],
    generator: 'test',
  });
const text = (...parts: number[]) => explanationText(explained(...parts), { decision });

describe('where parts add up', () => {
  it('page and text name regions', () => {
    expect(page(-1.5, 0.2, -0.7)).toMatch(/<div id="attribution"[\s\S]*data-region>100\.0</);
    expect(text(-1.5, 0.2, -0.7)).toMatch(
      /the 3 strongest of 3 regions[\s\S]*The parts add up to the difference within/,
    );
  });
});

describe('where parts do not add up', () => {
  it('the page names no region, draws no part, and says so', () => {
    const got = page(-0.5, 0.2, -0.1);
    expect(got).toMatch(
      /No region is named[\s\S]*class="alert">The parts do not add up: they miss the difference of −2\.0000 by 1\.6000/,
    );
    expect(got).not.toMatch(/data-region>|id="attribution"|"attribution":/);
    // The map is no part of the sum.
    expect(got).toContain('id="grad-cam"');
  });

  it('the text names no region, and says so', () => {
    const got = text(-0.5, 0.2, -0.1);
    expect(got).toMatch(/^Why: no region is named\.\n.*The parts do not add up/);
    expect(got).not.toContain('of all parts');
  });
});
