import { describe, expect, it } from 'vitest';
import { disagreement, fastestTrial, type ProviderTrial } from './calibrate.js';

const measured = (provider: ProviderTrial['provider'], compareMs: number): ProviderTrial => ({
  provider,
  threads: 1,
  outcome: 'measured',
  compareMs,
});

describe('fastestTrial', () => {
  it('takes the shortest comparison, whatever the order', () => {
    const [slow, quick] = [measured('wasm', 9), measured('webgpu', 4)];
    expect(fastestTrial([slow, quick])).toBe(quick);
    expect(fastestTrial([quick, slow])).toBe(quick);
  });

  it('takes the earlier of two that are equal', () => {
    const [first, second] = [measured('wasm', 4), measured('webgpu', 4)];
    expect(fastestTrial([first, second])).toBe(first);
  });

  it('takes none that is absent or wrong', () => {
    const wrong: ProviderTrial = { provider: 'webgpu', threads: 1, outcome: 'wrong', reason: 'It differs.' };
    const absent: ProviderTrial = { provider: 'cuda', threads: 1, outcome: 'unavailable', reason: 'No such library.' };
    expect(fastestTrial([wrong, absent])).toBeUndefined();
    expect(fastestTrial([wrong, measured('wasm', 100), absent])).toMatchObject({ provider: 'wasm' });
  });
});

describe('disagreement', () => {
  it('says by how much, or why nothing came out', () => {
    expect(disagreement({ runtime: 'x', status: 'fail', embedding: 0.012, score: 3e-4, flips: 2 })).toBe(
      "It differs from the model's reference: embeddings by 1.2e-2 of the largest number, scores by 3.0e-4, 2 other verdicts.",
    );
    expect(disagreement({ runtime: 'x', status: 'fail', reason: 'gave numbers that are not finite' })).toBe(
      'It gave numbers that are not finite.',
    );
  });
});
