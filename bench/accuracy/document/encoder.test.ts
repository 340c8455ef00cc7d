import { describe, expect, it } from 'vitest';
import type { Difference } from '../measured.js';
import type { Evaluated } from '../parts/evaluate.js';
import { encoderSection } from './encoder.js';
import { differing, evaluated, system } from './reports.setup.js';

function compared(auc: Difference['standing'], cllr: Difference['standing']): Evaluated {
  const side = { ...system(), inner: 0.03 };
  return evaluated({
    encoder: { linear: side, encoder: side, auc: differing(auc), cllr: differing(cllr) },
    encoderFolds: { both: 15, of: 15 },
  });
}

const absent = evaluated({ encoderFolds: { both: 0, of: 15 } });
const partly = evaluated({ encoderFolds: { both: 14, of: 15 } });
const NOT_BELOW =
  'is the encoder with a back-end clearly below the linear back-end on the same inputs, by AUC or by Cllr.';

describe('encoderSection', () => {
  it.each<readonly [string, Readonly<Record<string, Evaluated>>, readonly string[]]>([
    ['no set', {}, ['No set of this run can be compared.']],
    [
      'sets without an encoder in each fold, which are not dropped silently',
      { a: absent, b: partly },
      [
        'No set of this run can be compared.',
        '**Not compared**: a (no fold’s ladder tried an encoder and a linear back-end) and b (1 of 15 folds’ ladders did not try both an encoder and a linear back-end).',
      ],
    ],
    [
      'one that ties beside one that is not compared',
      { a: compared('tie', 'beats'), b: absent },
      [
        'On the one set compared the encoder with a back-end is not clearly below the linear back-end on the same inputs, by AUC or by Cllr.',
        '**Not compared**: b (no fold’s ladder tried an encoder and a linear back-end).',
      ],
    ],
    [
      'two that tie',
      { a: compared('tie', 'tie'), b: compared('beats', 'tie') },
      [`On none of the 2 sets compared ${NOT_BELOW}`],
    ],
    [
      'those below, by either measure',
      { a: compared('loses', 'tie'), b: compared('tie', 'tie'), c: compared('tie', 'loses') },
      ['**Clearly below the linear back-end** on the same inputs: a and c.'],
    ],
    ['too few groups', { a: compared(null, null) }, ['Nothing can be said of any set.', 'Too few groups to say: a.']],
  ])('says of %s what follows', (_, sets, said) => {
    const lines = encoderSection(new Map(Object.entries(sets))).split('\n');
    expect(lines).toEqual(expect.arrayContaining([...said]));
    // Nothing else is concluded.
    const conclusions = lines.filter((line) => /^(On |No set|Nothing|Too few|\*\*)/.test(line));
    expect(conclusions).toEqual(said);
  });

  it('gives no spread to one partition', () => {
    const page = (partitions: number) => encoderSection(new Map([['a', { ...compared('tie', 'tie'), partitions }]]));
    expect(page(3)).toContain('| a | linear back-end | .030 | 1.000 ± .000 |');
    expect(page(1)).toContain('| a | linear back-end | .030 | 1.000 | .001 |');
  });
});
