import {
  loadModel,
  type Manifest,
  parseRecipe,
  type Recipe,
  rowOf,
  type SpectrumSet,
  selectRows,
} from '@spectrosim/models';
import { fitRecipe, preprocess } from '@spectrosim/models/graph';
import { readSpectra } from '@spectrosim/models/io';
import { nodeRuntime } from '@spectrosim/runtime-node';
import {
  buildArtifact,
  createDataset,
  graphEngine,
  holdOutGroups,
  runExperiment,
  runOnRows,
  trainingConfigSchema,
} from '@spectrosim/training';
import { beforeAll, describe, expect, it } from 'vitest';
import { ONE_THREAD, TINY_ENCODER, tinySet } from './tiny-artifact.setup.js';

const runtime = nodeRuntime();

async function datasetOf(text: string) {
  const set = await readSpectra(new Blob([text]).stream(), { name: 'spectra.csv' });
  return createDataset(set, { column: 'group', values: set.names });
}

/** A file's spectra through a recipe: read, settled, fitted on and run. */
async function preprocessed(text: string, line: string): Promise<number[]> {
  const { rows } = await datasetOf(text);
  const recipe: Recipe = parseRecipe(line);
  const run: Parameters<typeof fitRecipe>[2] = (fn, some, weights) => runOnRows(runtime, ONE_THREAD, fn, some, weights);
  const weights = await fitRecipe(recipe, rows, run);
  return Array.from(await run((x, w) => preprocess(recipe, w, x), rows, weights));
}

const PEAKS = 'm/z,100,101,107\na,4,,-1\nb,16,9,\nc,,25,36\n';

describe('on a mass axis', () => {
  it('a missing intensity is 0 and a negative one stays', async () => {
    const { missing, rows } = await datasetOf(PEAKS);
    expect(missing).toBe('zero');
    expect(Array.from(rows.data)).toEqual([4, 0, -1, 16, 9, 0, 0, 25, 36]);
  });

  it('steps take what is not above 0 as not detected (by hand)', async () => {
    expect(await preprocessed(PEAKS, 'sqrt')).toEqual([2, 0, 0, 4, 3, 0, 0, 5, 6]);
    expect(await preprocessed(PEAKS, 'log1p, max')).toMatchObject({ 1: 0, 2: 0, 5: 0, 6: 0 });
    // Medians of what was detected: 10, 17, 36.
    expect(await preprocessed(PEAKS, 'fill')).toEqual([4, 17, 36, 16, 9, 36, 10, 25, 36]);
    // Quotients 0.4; 1.6 and 9/17; 25/17 and 1.
    const factors = [0.4, (1.6 + 9 / 17) / 2, (25 / 17 + 1) / 2];
    const rows = [4, 0, -1, 16, 9, 0, 0, 25, 36];
    (await preprocessed(PEAKS, 'pqn')).forEach((value, i) => {
      expect(value).toBeCloseTo((rows[i] as number) / (factors[Math.floor(i / 3)] as number), 4);
    });
  });
});

const OPTICAL = 'wavenumber,1000,1010,1030,1040\na,1,,-5,-4\nb,4,3,2,1\n';

describe('on a continuous axis', () => {
  it('a gap inside is interpolated by position, and a negative intensity is one like any other', async () => {
    const { missing, rows } = await datasetOf(OPTICAL);
    expect(missing).toBe('interpolate');
    expect(Array.from(rows.data)).toEqual([1, -1, -5, -4, 4, 3, 2, 1]);
    const values = await preprocessed(OPTICAL, 'detrend(0)');
    [3.25, 1.25, -2.75, -1.75].forEach((expected, i) => {
      expect(values[i]).toBeCloseTo(expected, 5);
    });
  });

  it('a falling axis is the same', async () => {
    const turned = 'wavenumber,1040,1030,1010,1000\na,-4,-5,,1\nb,1,2,3,4\n';
    expect((await datasetOf(turned)).rows.data).toEqual((await datasetOf(OPTICAL)).rows.data);
  });

  it.each([
    [
      'begins',
      'wavenumber,1000,1010,1030\nok,1,2,3\ncut,,2,3\n',
      /"cut" has intensities from 1010 to 1030 wavenumber only/,
    ],
    [
      'ends',
      'wavenumber,1000,1010,1030\nok,1,2,3\ncut,1,2,\n',
      /from 1000 to 1010 wavenumber only.*Gaps inside are interpolated/,
    ],
  ])('a spectrum that %s with a gap is refused by name', async (_, text, message) => {
    await expect(datasetOf(text)).rejects.toMatchObject({ code: 'input', message: expect.stringMatching(message) });
  });
});

/** Trains for two steps and gives the artifact's files. */
async function artifactOf(set: SpectrumSet, preprocessing: string) {
  const values = set.columns.get('batch') as readonly string[];
  const dataset = await createDataset(set, { column: 'batch', values });
  const split = holdOutGroups(dataset.groups, 0.25, 1);
  const config = trainingConfigSchema.parse({ encoder: TINY_ENCODER, steps: 2, preprocessing });
  const engine = graphEngine(runtime, ONE_THREAD);
  const experiment = await runExperiment(dataset, split, 'tiny', config, { engine, runtime, options: ONE_THREAD });
  return buildArtifact(dataset, split, experiment, config, { engine: engine.name, ...ONE_THREAD }, runtime, ONE_THREAD);
}

describe.each<[string, SpectrumSet, string, Manifest['input']['missing']]>([
  ['a mass axis', tinySet(), 'fill, pqn, sqrt, snv', 'zero'],
  ['a continuous axis', optical(tinySet()), 'detrend(3), savitzkyGolay(15, 3, 2), snv', 'interpolate'],
])('a model of %s', (_, set, preprocessing, missing) => {
  let files: Record<string, Uint8Array>;
  beforeAll(async () => {
    files = await artifactOf(set, preprocessing);
  });
  const load = (from = files) => loadModel(async (path) => from[path], runtime, ONE_THREAD);
  const withGap = (from: number, to: number): SpectrumSet => {
    const one = selectRows(set, [0]);
    return { ...one, intensities: one.intensities.slice().fill(Number.NaN, from, to) };
  };

  it('says what a missing intensity is, and holds the fitted recipe', async () => {
    const model = await load();
    expect(model.manifest.input.missing).toBe(missing);
    expect(model.manifest.branches[0]?.preprocessing).toEqual(parseRecipe(preprocessing));
    await model.dispose();
  });

  it('compares a spectrum with a gap as one whose gap was settled before', async () => {
    const model = await load();
    const [gap, other] = [withGap(100, 103), selectRows(set, [1])];
    const row = rowOf(set, 0);
    const [left, right] = [row[99] as number, row[103] as number];
    const position = (i: number) => set.axis.values[i] as number;
    const settled = gap.intensities.map((value, i) => {
      const share = (position(i) - position(99)) / (position(103) - position(99));
      return Number.isNaN(value) ? (missing === 'zero' ? 0 : left + share * (right - left)) : value;
    });
    const verdict = await model.compare(gap, other);
    expect(verdict.similarity).toBeCloseTo(
      (await model.compare({ ...gap, intensities: settled }, other)).similarity,
      5,
    );
    await model.dispose();
  });

  it('meets a gap at an end as its axis asks', async () => {
    const model = await load();
    const comparison = model.compare(withGap(0, 3), selectRows(set, [1]));
    if (missing === 'zero') {
      expect((await comparison).similarity).toBeGreaterThan(-1);
    } else {
      await expect(comparison).rejects.toMatchObject({
        code: 'input',
        message: expect.stringMatching(/gaps at an end/),
      });
    }
    await model.dispose();
  });

  it('is refused where missing intensities would be settled otherwise', async () => {
    const manifest = JSON.parse(new TextDecoder().decode(files['manifest.json']));
    manifest.input.missing = missing === 'zero' ? 'interpolate' : 'zero';
    const altered = { ...files, 'manifest.json': new TextEncoder().encode(JSON.stringify(manifest)) };
    await expect(load(altered)).rejects.toMatchObject({
      code: 'artifact',
      message: expect.stringMatching(/missing intensities on .* settled as/),
    });
  });
});

/** Spectra as if recorded by a spectrometer: another quantity, a baseline, and intensities below 0. */
function optical(set: SpectrumSet): SpectrumSet {
  const largest = set.intensities.reduce((most, value) => Math.max(most, value), 0);
  const bins = set.axis.values.length;
  return {
    ...set,
    axis: { ...set.axis, quantity: 'wavenumber' },
    intensities: set.intensities.map((value, i) => value / largest + ((i % bins) / bins) ** 2 - 0.2),
  };
}
