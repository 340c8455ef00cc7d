import { parseManifest } from '@spectrosim/models';
import { nodeRuntime } from '@spectrosim/runtime-node';
import { type ClimbedRung, createProtocol, evaluateVerifier, runOnRows } from '@spectrosim/training';
import { describe, expect, it } from 'vitest';
import { ONE_THREAD, tinyDataset, tinyVerifier } from './tiny-artifact.setup.js';

/** A clock by which everything takes a second: each look at it is a second later. */
function ticking(): () => number {
  let looks = 0;
  return () => 1000 * looks++;
}

const manifestOf = (files: Readonly<Record<string, Uint8Array>>) =>
  parseManifest(new TextDecoder().decode(files['manifest.json']));

describe('a budget', () => {
  it('ends the ladder of all groups between rungs; the same candidates without a clock give the same bytes', async () => {
    // Two folds and all groups are three ladders: after the floor 3 s, after the linear back-ends 6 s.
    const { files } = await tinyVerifier({ budgetSeconds: 5, now: ticking() });
    const { choice } = manifestOf(files);
    expect(choice?.candidates).toEqual(['floor', 'linear']);
    const again = await tinyVerifier({ candidates: ['floor', 'linear'] });
    expect(Object.keys(again.files).sort()).toEqual(Object.keys(files).sort());
    for (const [path, bytes] of Object.entries(again.files)) {
      expect(Buffer.from(bytes).equals(Buffer.from(files[path] as Uint8Array)), path).toBe(true);
    }
    const whole = manifestOf((await tinyVerifier({ budgetSeconds: 7, now: ticking() })).files);
    expect(whole.choice?.candidates).toEqual(['floor', 'linear', 'ensemble']);
  });

  it('is shared with the ladders of a protocol that leaks, evaluated alongside', async () => {
    const dataset = await tinyDataset();
    const protocol = createProtocol('groups', dataset, { folds: 2 });
    const candidatesOf = async (more: object) => {
      const { candidates } = await evaluateVerifier(dataset, protocol, {
        seed: 1,
        partitions: 1,
        run: (fn, rows, weights) => runOnRows(nodeRuntime(), ONE_THREAD, fn, rows, weights),
        budgetSeconds: 2.5,
        now: ticking(),
        ...more,
      });
      return candidates;
    };
    // After the floor two ladders take 2 s, and a third for all the folds of the one that leaks 3 s.
    expect(await candidatesOf({})).toEqual(['floor', 'linear']);
    expect(await candidatesOf({ alongside: createProtocol('pairs', dataset) })).toEqual(['floor']);
  });

  it('is settled by the first fold of an evaluation, and every fold climbs the same', async () => {
    const dataset = await tinyDataset();
    const protocol = createProtocol('groups', dataset, { folds: 2 });
    const climbed: ClimbedRung[] = [];
    const options = {
      seed: 1,
      partitions: 2,
      run: ((fn, rows, weights) => runOnRows(nodeRuntime(), ONE_THREAD, fn, rows, weights)) satisfies Parameters<
        typeof evaluateVerifier
      >[2]['run'],
    };
    // Four ladders: after the floor 4 s, after the linear back-ends 8 s.
    const within = await evaluateVerifier(dataset, protocol, {
      ...options,
      budgetSeconds: 7.5,
      now: ticking(),
      onRung: (rung) => climbed.push(rung),
    });
    expect(climbed.map(({ rung }) => rung)).toEqual(new Array(4).fill(['floor', 'linear']).flat());
    expect(within.candidates).toEqual(['floor', 'linear']);
    expect(within).toEqual(await evaluateVerifier(dataset, protocol, { ...options, candidates: ['floor', 'linear'] }));
  });
});
