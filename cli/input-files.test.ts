import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readDataset } from './input-files.js';

const folder = mkdtempSync(join(tmpdir(), 'spectrosim-input-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('readDataset', () => {
  it('keeps runs and strata of the spectra that are no quality controls', async () => {
    writeFileSync(join(folder, 'spectra.csv'), 'm/z,100,101\na,1,2\nq,3,4\nb,5,6\n');
    writeFileSync(
      join(folder, 'samples.csv'),
      'name,batch,run_batch,class,qc\na,A,1,x,false\nq,Q,2,y,true\nb,B,3,z,false\n',
    );
    const { dataset } = await readDataset(folder, { group: 'batch' }, () => {});
    expect(dataset).toMatchObject({
      groups: ['A', 'B'],
      runs: ['1', '3'],
      strata: { values: ['x', 'z'], numeric: false },
    });
    // A column that is the group is not taken for the stratum.
    const { dataset: byClass } = await readDataset(folder, { group: 'class', run: 'batch' }, () => {});
    expect(byClass).toMatchObject({ groups: ['x', 'z'], runs: ['A', 'B'] });
    expect(byClass.strata).toBeUndefined();
  });
});
