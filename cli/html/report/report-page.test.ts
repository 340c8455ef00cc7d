import { areaUnderRoc } from '@spectrosim/training';
import { describe, expect, it } from 'vitest';
import { madeUp } from './report.setup.js';
import { reportPage } from './report-page.js';
import type { MeasuredRecipe } from './report-subject.js';

const SMALL = { groups: 8, each: 4, partitions: 2, apart: 3 };
const recipe = (subject: ReturnType<typeof madeUp>) => subject.measured as MeasuredRecipe;
/** The words of a page, one space between any two. */
const wordsOf = (page: string) =>
  page
    .replace(/<script[\s\S]*?<\/script>|<style[\s\S]*?<\/style>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

describe('reportPage', () => {
  const subject = madeUp(SMALL);
  const page = reportPage(subject);

  it('is the same bytes again, and knows nothing of the machine', () => {
    expect(reportPage(madeUp(SMALL))).toBe(page);
    expect(page).not.toContain('somewhere');
    expect(page).toContain('<meta name="generator" content="spectrosim 1.2.3 report">');
    expect(wordsOf(page)).toMatch(/Data, SHA-256 f{64} .* Node\.js \d+\.\d+\.\d+ .* SpectroSim 1\.2\.3/);
    expect(wordsOf(page)).toMatch(/Settings seed 1 · samples samples\.csv Run by/);
  });

  it('draws the ROC that was measured (oracle: areaUnderRoc of the path, read back)', () => {
    const d = /<clipPath id="clip-roc">[\s\S]*?<path class="curve model" data-name="Model" d="([^"]*)"/.exec(page)?.[1];
    const points = [...(d ?? '').matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
    // From the lower left corner of the plot to the upper right one.
    const [[left, bottom], [right, top]] = [points[0], points.at(-1)] as [[number, number], [number, number]];
    const area = points.slice(1).reduce((sum, [x, y], k) => {
      const [x0, y0] = points[k] as [number, number];
      return sum + ((((x as number) - x0) / (right - left)) * (2 * bottom - y0 - (y as number))) / (bottom - top) / 2;
    }, 0);
    const { pooled } = recipe(subject).scores;
    const all = pooled.flatMap(({ model, pairs }) =>
      Array.from(pairs.same, (same, p) => [model.llrs[p] as number, same]),
    );
    const oracle = areaUnderRoc({
      scores: all.map(([llr]) => llr as number),
      same: all.map(([, same]) => same as number),
    });
    expect(Math.abs(area - oracle)).toBeLessThan(2e-3);
  });

  it('says how the model stands, and does not where there are too few groups', () => {
    expect(wordsOf(page)).toContain('▲ Beats the floor');
    const same = madeUp(SMALL);
    const { evaluation } = recipe(same);
    const tie = { ...evaluation.difference.cllr, lo: -0.1, hi: 0.1 };
    const tied = {
      ...recipe(same),
      evaluation: { ...evaluation, difference: { ...evaluation.difference, cllr: tie } },
    };
    expect(wordsOf(reportPage({ ...same, measured: tied }))).toMatch(
      /≈ A tie with the floor .*nothing that these groups/,
    );
    const few = wordsOf(reportPage(madeUp({ ...SMALL, groups: 4 })));
    expect(few).toMatch(/\? Too few groups 4 groups are too few to say which is better/);
    expect(few).not.toMatch(/Beats the floor/);
  });

  it('gives the floor no number for hard pairs that the floor chose, and says what total whitening is', () => {
    const { evaluation } = recipe(subject);
    expect(page).toMatch(/data-measure="hardAuc"[\s\S]*?data-system="floor"><b>/);
    const none = { mean: Number.NaN, sd: Number.NaN, lo: Number.NaN, hi: Number.NaN };
    const measured = {
      ...recipe(subject),
      evaluation: {
        ...evaluation,
        floor: { ...evaluation.floor, hardAuc: none },
        difference: { ...evaluation.difference, hardAuc: { ...none, standing: null } },
      },
    };
    const row = /<tr data-measure="hardAuc">[\s\S]*?<\/tr>/.exec(reportPage({ ...subject, measured }))?.[0] ?? '';
    expect(row).toMatch(/data-system="model"><b>.*data-system="floor">–<\/td><td class="number">–<\/td>/);
    expect(row).not.toContain('NaN');
    expect(wordsOf(page)).toContain('Total whitening: its statistics need no labels; it is chosen and calibrated with');
  });

  it('flags a leak before anything else', () => {
    const { evaluation } = recipe(subject);
    const leaking = { ...evaluation, protocol: '5-fold by pair (leaks)', leak: 'The same spectra are on both sides.' };
    const words = wordsOf(reportPage({ ...subject, measured: { ...recipe(subject), leaking } }));
    expect(words.indexOf('The protocol that was asked for leaks')).toBeLessThan(words.indexOf('Of 100 pairs'));
    expect(words).toMatch(/What the leak does .*5-fold by pair \(leaks\).*Inflated by/);
    expect(wordsOf(page)).not.toMatch(/leaks/);
  });

  it('takes pairs that all are right, and says so', () => {
    const words = wordsOf(reportPage(madeUp({ ...SMALL, apart: 40 })));
    expect(words).toMatch(/all 100 were recognised as the same\. Of 100 pairs of different ones, all 100/);
    expect(words).toContain('None of 48 pairs was called different. The nearest to it:');
    expect(words).toMatch(/Not in sight: Model/);
  });

  it('shows names that are markup as text', () => {
    const hostile = '</script><img src=x onerror=alert(1)>';
    const text = reportPage(madeUp({ ...SMALL, names: (i) => `${hostile} ${i}` }));
    expect(text).not.toContain('<img');
    expect(text.match(/<\/script>/g)).toHaveLength(2);
  });

  it('of 80,000 pairs in three partitions is smaller than 3 MB', { timeout: 120_000 }, () => {
    const large = reportPage(madeUp({ groups: 20, each: 20, partitions: 3, apart: 2 }));
    expect(large.length).toBeGreaterThan(50_000);
    expect(large.length).toBeLessThan(3_000_000);
  });

  it('of 200 groups shows those that are mistaken most, and says so', { timeout: 120_000 }, () => {
    const large = reportPage(madeUp({ groups: 200, each: 2, partitions: 1, apart: 2 }));
    expect(wordsOf(large)).toContain('Shown are the 120 of 200 groups that are mistaken most.');
    expect(wordsOf(large)).toContain('At most 300 spectra are drawn');
    expect(large.length).toBeLessThan(3_000_000);
  });
});
