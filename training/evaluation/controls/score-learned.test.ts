import { describe, expect, it } from 'vitest';
import { bentEncoder } from '../../verifier/bent-encoder.setup.js';
import { chooseVerifier } from '../../verifier/choose-verifier.js';
import { LADDERS } from '../../verifier/rungs.js';
import { axis, run, spectra } from '../../verifier/spectra.setup.js';
import { best } from '../../verifier/tried-verifier.js';
import { learnedOf, scoreLearned, whitenedLike } from './score-learned.js';

const { rows, groups } = spectra(new Array<number>(12).fill(3), 2);
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

describe('learnedOf', async () => {
  const whole = await chooseVerifier(rows, groups, axis, { seed: 1, run, fitEncoder: bentEncoder });
  const upTo = (last: number) => ({
    floor: whole.floor,
    tried: whole.tried.filter(({ rung }) => LADDERS[last]?.includes(rung)),
  });

  it.each([
    [0, 'floor', 'training-free'],
    [1, 'linear', 'linear'],
    [2, 'ensemble', 'linear'],
    [3, 'encoder', 'encoder'],
  ])('is the best that learned on the last rung: of ladder %i on %s', (last, rung, kind) => {
    const ladder = upTo(last);
    const learned = learnedOf(ladder);
    expect(learned).toMatchObject({ rung, kind });
    expect(learned).toBe(best(ladder.tried.filter((one) => one.rung === rung && one.kind === kind)));
    const whitened = whitenedLike(learned, ladder);
    expect(whitened.map(({ branches: [only] }) => only?.preprocessing.recipe)).toEqual(
      learned.branches.map(({ preprocessing }) => preprocessing.recipe),
    );
    for (const one of whitened) {
      expect(one.kind).toBe(last === 0 ? 'training-free' : 'label-free');
      expect(one.branches[0]?.preprocessing.encoded ?? false).toBe(false);
    }
  });

  it('is what is scored: an encoder, where the candidates go that far', async () => {
    const train = groups.flatMap((_, i) => (i < 27 ? [i] : []));
    const fold = { train, test: groups.flatMap((_, i) => (i < 27 ? [] : [i])) };
    const labels = train.map((i) => groups[i] as string);
    let fitted = 0;
    const fitEncoder: typeof bentEncoder = (...given) => {
      fitted += 1;
      return bentEncoder(...given);
    };
    const score = (candidates: (typeof LADDERS)[number]) =>
      scoreLearned(dataset, fold, labels, 1, { seed: 1, run, fitEncoder, candidates });
    const [without, encoded] = [await score(LADDERS[2] ?? []), await score(LADDERS[3] ?? [])];
    // In each of the four inner folds, and to score the held-out pairs.
    expect(fitted).toBeGreaterThan(4);
    expect(encoded.learned).not.toEqual(without.learned);
    expect(encoded.learned.every(Number.isFinite)).toBe(true);
    expect(encoded.whitened).toHaveLength(encoded.pairs.same.length);
  });
});
