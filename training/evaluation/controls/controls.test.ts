import { createRandom } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../dataset.js';
import { axis, run } from '../../verifier/spectra.setup.js';
import { createProtocol, type Protocol } from '../protocols/protocol.js';
import { shuffledLabels } from './shuffled-labels.js';
import { shuffledTraining } from './shuffled-training.js';

/** Sources differ in three bins of thirty, the others are noise: who knows which spectra are replicates can tell which to trust. */
function simulated(count: number): Dataset {
  const random = createRandom(1, 'controls');
  const bins = Array.from(axis.values.keys());
  const sources = Array.from({ length: count }, () => bins.map((bin) => (bin % 10 === 0 ? 20 + random.normal() : 20)));
  const groups = sources.flatMap((_, source) => new Array<string>(3).fill(`source ${source}`));
  const data = sources.flatMap((source) =>
    [0, 1, 2].flatMap(() => bins.map((bin) => (source[bin] as number) + (bin % 10 === 0 ? 0.1 : 1) * random.normal())),
  );
  return {
    axis,
    rows: { count: groups.length, bins: bins.length, data: Float32Array.from(data) },
    groups,
    missing: 'interpolate',
    names: groups.map((_, i) => `${i}`),
    groupColumn: 'source',
    rowHashes: groups.map((_, i) => `${i}`),
    hash: '',
    simulated: true,
  };
}

const dataset = simulated(15);
const protocolOf = (of: Dataset) => createProtocol('groups', of, { folds: 2 });

describe('shuffledLabels', () => {
  it('passes an evaluation that tests on groups it was not trained on', async () => {
    const done: string[] = [];
    const onFold = (n: number, of: number) => done.push(`${n}/${of}`);
    const result = await shuffledLabels(dataset, protocolOf, { seed: 1, run, shuffles: 10, onFold });
    expect(result).toMatchObject({ control: 'shuffled-labels', shuffles: 10, passed: true });
    expect(result.shipped.lo).toBeLessThan(0.5);
    expect(done.at(-1)).toBe('20/20');
  });

  it('catches one that trains on what it tests: a planted leak', async () => {
    const leaking = (of: Dataset): Protocol => {
      const honest = protocolOf(of);
      const everyone = of.groups.map((_, i) => i);
      return { ...honest, partition: (seed) => honest.partition(seed).map((fold) => ({ ...fold, train: everyone })) };
    };
    const { passed, learned } = await shuffledLabels(simulated(10), leaking, { seed: 1, run, shuffles: 10 });

    expect(passed).toBe(false);
    expect(learned.lo).toBeGreaterThan(0.5);
  });
});

describe('shuffledTraining', () => {
  it('passes a training that learns from the labels it is given', async () => {
    const result = await shuffledTraining(dataset, protocolOf(dataset), { seed: 1, run, shuffles: 4 });
    expect(result).toMatchObject({ control: 'shuffled-training', shuffles: 4, passed: true });
    expect(result.difference.mean).toBeCloseTo(result.learned.mean - result.whitened.mean, 12);
  });

  it('catches one that gets the true labels after all: a planted leak', async () => {
    const unshuffled = (labels: readonly string[]) => labels;
    const more = simulated(30);
    const options = { seed: 1, run, shuffles: 2 };
    const { passed, difference } = await shuffledTraining(more, protocolOf(more), options, unshuffled);

    expect(passed).toBe(false);
    expect(difference.standing).toBe('beats');
  });
});
