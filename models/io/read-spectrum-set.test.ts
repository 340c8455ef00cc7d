import { createReadStream, existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readSpectrumSet } from './read-spectrum-set.js';

const file = (name: string, text: string) => ({ name, source: new TextEncoder().encode(text) });
const spectra = () => file('s.csv', 'm/z,1,2\na,1,2\nb,3,4\nc,5,6\n');

describe('readSpectrumSet', () => {
  it('joins metadata in the order of the spectra', async () => {
    const set = await readSpectrumSet({ spectra: spectra(), samples: file('m.csv', 'name,sample\nc,z\na,x\nb,y\n') });
    expect(set.names).toEqual(['a', 'b', 'c']);
    expect(set.columns).toEqual(new Map([['sample', ['x', 'y', 'z']]]));
  });

  it('needs no samples file', async () => {
    expect((await readSpectrumSet({ spectra: spectra() })).columns.size).toBe(0);
  });

  it('refuses names that only one of the files has', async () => {
    const samples = file('m.csv', 'name,sample\na,x\nd,y\n');
    await expect(readSpectrumSet({ spectra: spectra(), samples })).rejects.toMatchObject({
      code: 'input',
      message:
        'm.csv:3: unmatched names. 2 of 3 spectra have no row here: "b", "c"; 1 of 2 rows name no spectrum: "d" (the first, "d", on line 3). Expected the same names in the spectra and the samples file. Correct the names, or add or remove rows.',
    });
  });
});

const DATA = new URL('../../../shared/data/', import.meta.url);
const real = (folder: string) => ({
  spectra: { name: 'spectra.csv', source: createReadStream(new URL(`${folder}/spectra.csv`, DATA)) },
  samples: { name: 'samples.csv', source: createReadStream(new URL(`${folder}/samples.csv`, DATA)) },
});

describe.each([
  // Oracle: the shapes and the missing share that come with the data.
  { folder: 'dims-mtbls79', quantity: 'm/z', shape: [172, 2488], missing: 0.043, groups: 58 },
  { folder: 'oliveoil-ftir', quantity: 'wavenumber', shape: [120, 570], missing: 0, groups: 60 },
  { folder: 'fishoil-raman', quantity: 'raman_shift', shape: [126, 3471], missing: 0, groups: 42 },
])('$folder', ({ folder, quantity, shape, missing, groups }) => {
  it.skipIf(!existsSync(new URL(folder, DATA)))('reads whole, in about a second at most', async () => {
    const start = performance.now();
    const set = await readSpectrumSet(real(folder));
    const elapsedMs = performance.now() - start;
    expect(set.axis.quantity).toBe(quantity);
    expect([set.names.length, set.axis.values.length]).toEqual(shape);
    const absent = set.intensities.filter(Number.isNaN).length / set.intensities.length;
    expect(absent).toBeCloseTo(missing, 3);
    expect(new Set(set.columns.get('sample')).size).toBe(groups);
    // Five times the goal: the machine may be busy, and this is to catch a reader that became quadratic.
    expect(elapsedMs).toBeLessThan(5000);
  });
});
