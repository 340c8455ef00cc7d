import { describe, expect, it } from 'vitest';
import { rowsAt } from '../dataset.js';
import { areaUnderRoc } from '../evaluation/area-under-roc.js';
import { bentEncoder } from '../verifier/bent-encoder.setup.js';
import { axis, run, spectra } from '../verifier/spectra.setup.js';
import { scoreWithoutLabels } from './score-without-labels.js';

const { rows, groups } = spectra(new Array<number>(16).fill(3), 1);
const dataset = {
  axis,
  rows,
  groups,
  missing: 'interpolate' as const,
  names: groups.map((_, i) => `${i}`),
  groupColumn: 'source',
  rowHashes: groups.map((_, i) => `${i}`),
  hash: '',
  simulated: true,
};
const split = {
  train: groups.flatMap((_, i) => (i < 30 ? [i] : [])),
  test: groups.flatMap((_, i) => (i < 30 ? [] : [i])),
};

describe('scoreWithoutLabels', async () => {
  const seen: (readonly number[])[] = [];
  const options = {
    run,
    seed: 1,
    // One that heeds labels: it is another where they are dealt otherwise.
    fitEncoder: (...[fitted, labels, on, seed]: Parameters<typeof bentEncoder>) => {
      seen.push(labels);
      return bentEncoder(
        fitted,
        labels,
        on,
        labels.reduce((sum, label, i) => sum + label * (i + 1), seed),
      );
    },
  };
  const result = await scoreWithoutLabels(dataset, split, options);

  it('knows no labels: shuffled training labels change nothing, and an encoder is given none', async () => {
    const shuffled = groups.map((group, i) => (i < 30 ? (groups[(7 * i) % 30] as string) : group));
    expect(await scoreWithoutLabels({ ...dataset, groups: shuffled }, split, options)).toEqual(result);
    expect(seen.every((labels) => new Set(labels).size === labels.length)).toBe(true);
    // Labels would show: the same rows with other labels give another encoder.
    const [one, other] = [
      [0, 0, 1, 1],
      [0, 1, 0, 1],
    ].map((labels) => options.fitEncoder(rowsAt(rows, [0, 1, 2, 3]), labels, axis, 1));
    expect((await one)?.weights).not.toEqual((await other)?.weights);
  });

  it('scores every held-out pair by every system; the cosine it chose is one of those there were', () => {
    const { pairs, scores, chosen, cosines } = result;
    expect(pairs.same).toHaveLength((18 * 17) / 2);
    expect(pairs.a.every((row) => row >= 30)).toBe(true);
    expect(scores.cosine).toEqual(cosines[chosen]);
    expect(new Set(Object.values(scores).map((of) => of.join())).size).toBe(4);
  });

  it('chooses a cosine better than most of those there were (hindsight)', () => {
    const { pairs, scores, cosines } = result;
    const auc = (of: Float64Array) => areaUnderRoc({ scores: of, same: pairs.same });
    const all = Object.values(cosines).map(auc);
    expect(all.filter((one) => one < auc(scores.cosine)).length / all.length).toBeGreaterThan(0.5);
  });
});
