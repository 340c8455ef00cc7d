import { describe, expect, it } from 'vitest';
import { experimentHash, PAPERS, paperExperiment, STEPS } from '../bench/papers/experiments.js';
import { parseExperiment } from '../cli/benchmark/experiment.js';

const settings = { learningRate: 1e-4, data: '/data', quick: false };

describe.each(PAPERS)('the experiment %s of the page', (name) => {
  it.each([false, true])('is one that the command takes (quick: %s)', (quick) => {
    expect(() => parseExperiment(name, paperExperiment(name, { ...settings, quick }))).not.toThrow();
  });
});

describe('paperExperiment', () => {
  it('has one budget and one learning rate for all, and the seeds that are demanded', () => {
    for (const name of PAPERS.filter((one) => one !== 'cost')) {
      expect(paperExperiment(name, settings).training, name).toMatchObject({ steps: STEPS, learningRate: 1e-4 });
    }
    for (const name of ['classical', 'classification', 'contrastive', 'methods'] as const) {
      const { seeds, data } = paperExperiment(name, settings);
      expect(seeds).toEqual({ simulated: 5, real: 3 });
      expect(data?.map((one) => one.name)).toEqual(['simulated', 'dims-mtbls79']);
    }
    expect(paperExperiment('temperature', settings).data).toHaveLength(1);
  });

  it('trains what has two names once', () => {
    const names = (name: 'contrastive' | 'cost') => paperExperiment(name, settings).rows?.map((row) => row.name);
    expect(names('contrastive')).not.toContain('paper/resnet');
    expect(names('cost')).toContain('paper/resnet');
  });

  it('goes to another folder with other settings', () => {
    const hash = (learningRate: number) => experimentHash(paperExperiment('methods', { ...settings, learningRate }));
    expect(hash(1e-4)).toBe(hash(1e-4));
    expect(hash(1e-3)).not.toBe(hash(1e-4));
  });
});
