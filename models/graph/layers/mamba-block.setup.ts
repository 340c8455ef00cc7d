import { layerNormalised, linear, places, type Read, type Row, silu, softplus, within } from '../loops.setup.js';
import type { MambaSizes } from './mamba-block.js';

/** A Mamba block after Gu & Dao 2023, algorithm 2 and figure 3, a token after another in double precision. */
export function mambaLoop(read: Read, rows: readonly Row[], { width, inner, state, rank }: MambaSizes): number[][] {
  const both = rows.map((row) => linear(within(read, 'in'), layerNormalised(within(read, 'norm'), row), 2 * inner));
  const h = Array.from({ length: inner }, () => new Float64Array(state));
  return rows.map((row, t) => {
    const seen = places(inner).map((c) => {
      let sum = read('conv.bias', c);
      for (let k = 0; k < 4; k++) {
        sum += read('conv.weight', c * 4 + k) * (both[t - 3 + k]?.[c] ?? 0);
      }
      return silu(sum);
    });
    const select = linear(within(read, 'select'), seen, rank + 2 * state);
    const steps = linear(within(read, 'steps'), select.slice(0, rank), inner).map(softplus);
    const scanned = seen.map((value, c) => {
      let y = read('skip', c) * value;
      for (let s = 0; s < state; s++) {
        const states = h[c] as Float64Array;
        const kept = Math.exp(-(steps[c] as number) * Math.exp(read('logDecay', c * state + s)));
        states[s] = kept * (states[s] as number) + (steps[c] as number) * (select[rank + s] as number) * value;
        y += (select[rank + state + s] as number) * (states[s] as number);
      }
      return y * silu(both[t]?.[inner + c] as number);
    });
    return linear(within(read, 'out'), scanned, width).map((value, i) => value + (row[i] as number));
  });
}
