import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom, type Manifest, parseManifest } from '@spectrosim/models';
import { afterAll, describe, expect, it } from 'vitest';
import { workplace } from './command.setup.js';

const { folder, runHere, write, list, remove } = workplace();
afterAll(remove);

const BINS = 120;

/** Spectra of sources that differ, as many of each as is said, with the source beside the name. */
function writeGroups(file: string, sizes: readonly number[]): void {
  const random = createRandom(1, file);
  const rows = sizes.flatMap((size, g) => {
    const source = Array.from({ length: BINS }, () => 100 * Math.exp(0.5 * random.normal()));
    return Array.from({ length: size }, (_, k) => {
      const cells = source.map((value) => (value * Math.exp(0.3 * random.normal())).toFixed(3));
      return [`g${g}-${k}`, `g${g}`, ...cells].join(',');
    });
  });
  const positions = Array.from({ length: BINS }, (_, i) => 400 + 2 * i);
  write(file, [`name,batch,${positions.join(',')}`, ...rows, ''].join('\n'));
}

const train = (file: string, out: string, ...more: string[]) =>
  runHere([
    'train',
    file,
    '--group',
    'batch',
    '--axis',
    'wavenumber',
    '--threads',
    '1',
    '--out',
    out,
    '--json',
    ...more,
  ]);

const COLUMNS: readonly [string, readonly number[], RegExp[]][] = [
  [
    '4 groups of 2',
    [2, 2, 2, 2],
    [/4 groups are few/, /Fewer than 8 training groups/, /only training-free similarities were tried/],
  ],
  ['5 groups of 2', [2, 2, 2, 2, 2], [/5 groups are few/, /Fewer than 8 training groups/]],
  ['7 groups of 4', [4, 4, 4, 4, 4, 4, 4], [/7 groups are few/, /Fewer than 8 training groups/]],
  [
    'two pairs among 5 groups',
    [2, 2, 1, 1, 1],
    [/5 groups are few/, /3 of 5 groups have one spectrum/, /Hardly any training group has a second spectrum/],
  ],
  [
    'groups most of which have one spectrum',
    [1, 1, 1, 2, 1, 1, 2, 1, 1, 1, 2, 1, 1, 1],
    [/11 of 14 groups have one spectrum/, /no back-end can learn what varies among replicates/],
  ],
];

describe('few groups, and groups of one spectrum', () => {
  it.each(COLUMNS)('%s: trained, measured, warned about, certified and compared', async (name, sizes, warned) => {
    const [file, out] = [`${name}.csv`, name];
    writeGroups(file, sizes);
    const { status, stdout, stderr } = await train(file, out);
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    const result = JSON.parse(stdout);
    const warnings = result.warnings as string[];
    for (const warning of warned) {
      // Each is said once, whatever the fold.
      expect(warnings.filter((text) => warning.test(text))).toHaveLength(1);
    }
    const positives = sizes.reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
    expect(result.metrics).toMatchObject({ measured: 'recipe', groups: sizes.length, positivePairs: positives });
    for (const { mean, sd, lo, hi } of [result.metrics.model.auc, result.metrics.model.cllr]) {
      expect([mean, sd, lo, hi].every(Number.isFinite)).toBe(true);
    }
    const manifest: Manifest = parseManifest(readFileSync(join(folder, out, 'manifest.json'), 'utf8'));
    // No ratio beyond what as few pairs of one group can show.
    expect(manifest.decision.bound).toBeCloseTo(Math.log(positives), 5);
    // With fewer than 20 groups no 1 in 20 can be shown.
    expect(manifest.decision.band).toBeUndefined();
    expect(result.bandRefused).toMatch(/a rate of 0\.05 was asked for/);
    const parity = JSON.parse((await runHere(['parity', '--model', out, '--json'])).stdout);
    expect(parity.rows[0]).toMatchObject({ runtime: 'node cpu, 1 thread', status: 'pass', flips: 0 });
    const replicated = sizes.findIndex((size) => size > 1);
    const pair = [`g${replicated}-0`, `g${replicated}-1`];
    const compared = await runHere([
      'compare',
      '--model',
      out,
      '--spectra',
      file,
      '--axis',
      'wavenumber',
      ...pair,
      '--json',
    ]);
    const { score } = JSON.parse(compared.stdout);
    expect(Math.abs(score)).toBeLessThanOrEqual(manifest.decision.bound as number);
  });

  it.each<[string, readonly number[], RegExp]>([
    ['2 groups of 2', [2, 2], /2 folds by group need at least 4 groups, there are 2: g0, g1\. .*measure more groups/],
    ['3 groups of 3', [3, 3, 3], /need at least 4 groups, there are 3: g0, g1, g2/],
    ['one group', [6], /need at least 4 groups, there is 1: g0/],
    ['one pair among 12 groups', [1, 1, 1, 2, ...new Array<number>(8).fill(1)], /Only g3 has a second spectrum, of 12/],
    ['no pair at all', new Array<number>(8).fill(1), /make 0 pairs of one group .*Is --group the right column\?/],
  ])('%s are refused in one message, before any work, and nothing is written', async (name, sizes, message) => {
    const file = `refused ${name}.csv`;
    writeGroups(file, sizes);
    const before = list();
    for (const more of [[], ['--seed', '7']]) {
      const { status, stdout, stderr } = await train(file, 'refused', ...more);
      expect(stderr).toMatch(message);
      expect(stderr.match(/^spectrosim: /gm)).toHaveLength(1);
      expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    }
    expect(list()).toEqual(before);
  });
});
