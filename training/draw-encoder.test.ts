import { createRandom } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { drawEncoder } from './draw-encoder.js';

const draw = (name: string, config: object, seed = 1) =>
  drawEncoder({ name, config }, 40, 32, createRandom(seed, 'encoder'));

describe('drawEncoder', () => {
  it('masks with the rate that is asked for, within five standard errors', () => {
    const draws = draw('paper/transformer', { layers: 2, dropout: 0.3 });
    expect(Object.keys(draws)).toEqual(['encoder.attention.0', 'encoder.attention.1', 'encoder.feedForward']);
    for (const { type, dims, data } of Object.values(draws)) {
      expect({ type, dims }).toEqual({ type: 'bool', dims: [40, 32] });
      const kept = Array.from(data, Number).reduce((sum, value) => sum + value, 0) / data.length;
      expect(Math.abs(kept - 0.7)).toBeLessThan(5 * Math.sqrt((0.3 * 0.7) / data.length));
    }
  });

  it('gives the same for the same seed, other numbers otherwise', () => {
    expect(draw('paper/vae', { latent: 5 })).toEqual(draw('paper/vae', { latent: 5 }));
    expect(draw('paper/vae', { latent: 5 })).not.toEqual(draw('paper/vae', { latent: 5 }, 2));
    expect(draw('paper/vae', { latent: 5 })['encoder.noise']).toMatchObject({ type: 'float32', dims: [40, 5] });
  });

  it('draws nothing where nothing is wanted', () => {
    expect(draw('paper/transformer', { dropout: 0 })).toEqual({});
    expect(draw('residual', {})).toEqual({});
  });
});
