import { expect, it } from 'vitest';
import { withoutSpinning } from './spinning.js';

it('keeps what a provider asked for', () => {
  const settings = { intraOpNumThreads: 2, extra: { session: { disable_cpu_ep_fallback: '1' }, ep: { x: '1' } } };
  expect(withoutSpinning(settings)).toEqual({
    intraOpNumThreads: 2,
    extra: { session: { disable_cpu_ep_fallback: '1', intra_op: { allow_spinning: '0' } }, ep: { x: '1' } },
  });
});
