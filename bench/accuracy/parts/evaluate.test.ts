import { describe, expect, it } from 'vitest';
import { encoderSection } from '../document/encoder.js';
import { floorsSection } from '../document/floors.js';
import { nodePorts } from '../ports.js';
import { simulatedSet } from '../sets.js';
import { evaluatePart } from './evaluate.js';

describe('evaluatePart', () => {
  // Eight groups make four folds of two.
  it('says in how many folds an encoder stood beside its input, here none, and words it', async () => {
    const load = () => simulatedSet('easy', 1, { axis: { bins: 40 }, design: { batches: 8, fishPerBatch: 3 } });
    const part = evaluatePart('small', load, { partitions: 1, candidates: ['floor', 'linear'] }, 1, nodePorts(1));
    const result = part.schema.parse(JSON.parse(JSON.stringify(await part.run(() => undefined))));
    expect(result.encoder).toBeNull();
    expect(result.encoderFolds).toEqual({ both: 0, of: 4 });
    const sets = new Map([['small', result]]);
    expect(encoderSection(sets)).toContain('**Not compared**: small (no fold’s ladder tried an encoder');
    expect(floorsSection(sets)).toContain('Nothing is demanded of small.');
    expect(floorsSection(sets)).toContain('24 spectra × 40 bins of 8 samples');
  });
});
