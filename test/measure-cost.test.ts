import { nodeRuntime } from '@spectrosim/runtime-node';
import { type CostProgress, type EncoderCost, measureCost } from '@spectrosim/training';
import { describe, expect, it } from 'vitest';

/** Two kinds of layer: running statistics, which are no parameters, and dropout, whose masks a step is fed. */
const ENCODERS = [
  { name: 'cnn', config: { filters: [4, 8, 8, 8], pooled: 4, embedding: 6 } },
  { name: 'paper/transformer', config: { layers: 1, heads: 2, hidden: 8, embedding: 6 } },
] as const;

const ports = { runtime: nodeRuntime(), options: { provider: 'cpu', threads: 1 } } as const;

function ordered({ p5Ms, medianMs, p95Ms }: EncoderCost['trainingStep'] | EncoderCost['inference'][number]): boolean {
  return 0 < p5Ms && p5Ms <= medianMs && medianMs <= p95Ms;
}

describe('measureCost', () => {
  it.each(ENCODERS)('measures $name: what it keeps, trains and uses', async (encoder) => {
    const written: number[] = [];
    const told: CostProgress[] = [];
    const cost = await measureCost(
      encoder,
      { bins: 64, batch: 4, inference: [1, 3], rounds: 5, roundMs: 5 },
      {
        ...ports,
        runtime: {
          ...ports.runtime,
          load(graph, options) {
            written.push(graph.byteLength);
            return ports.runtime.load(graph, options);
          },
        },
        onProgress: (progress) => told.push(progress),
      },
    );
    expect(cost).toMatchObject({
      encoder: { name: encoder.name, config: encoder.config },
      bins: 64,
      provider: 'cpu',
      threads: 1,
      trainingStep: { batch: 4, rounds: 5 },
      inference: [{ spectra: 1 }, { spectra: 3 }],
    });
    // The step's graph is loaded first, the model's second.
    expect(written).toHaveLength(2);
    expect(cost.modelBytes).toBe(written[1]);
    // All weights are in the file, and the graph besides them is small.
    expect(cost.modelBytes).toBeGreaterThan(4 * cost.parameters);
    expect(cost.modelBytes).toBeLessThan(4 * cost.parameters + 40_000);
    expect([cost.trainingStep, ...cost.inference].map(ordered)).toEqual([true, true, true]);
    expect([...new Set(told.map(({ timed }) => timed))]).toEqual(['training step', 'inference of 1', 'inference of 3']);
    expect(told.filter(({ timed }) => timed === 'training step').map(({ round }) => round)).toEqual([1, 2, 3, 4, 5]);
  });

  it('counts by hand', async () => {
    const { parameters } = await measureCost(
      { name: 'residual', config: { hidden: 3 } },
      { bins: 16, batch: 4, inference: [], rounds: 1, roundMs: 1 },
      ports,
    );
    // Scale and offset of the norm, a layer from 16 to 3, and one back.
    expect(parameters).toBe(2 * 16 + (16 * 3 + 3) + (3 * 16 + 16));
  });

  it('refuses what is no encoder, before any work', async () => {
    await expect(measureCost({ name: 'cmn' }, {}, ports)).rejects.toMatchObject({ code: 'usage' });
  });
});
