/** Where numbers lie along one direction of a drawing. */
export interface Scale {
  (value: number): number;
  readonly from: number;
  readonly to: number;
}

/** Numbers `from` … `to` laid evenly between two places. */
export function scale(from: number, to: number, start: number, end: number): Scale {
  return Object.assign((value: number) => start + ((value - from) / (to - from)) * (end - start), { from, to });
}

const STEPS = [1, 2, 2.5, 5, 10];

/** Round numbers within a range, `most` at most. */
export function roundTicks(from: number, to: number, most = 6): number[] {
  const least = (to - from) / most;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = (STEPS.find((one) => one * power >= least * (1 - 1e-9)) ?? 10) * power;
  const first = Math.ceil(from / step - 1e-9);
  const count = Math.floor(to / step + 1e-9) - first + 1;
  // By decimals, for 3 × 0.1 is not 0.3.
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** Round numbers as text, all with as many decimals as the one that has most. */
export function tickTexts(ticks: readonly number[]): string[] {
  const decimals = Math.max(0, ...ticks.map((tick) => String(Math.abs(tick)).split('.')[1]?.length ?? 0));
  return ticks.map((tick) => tick.toFixed(decimals).replace('-', '−'));
}

/** The least range with a round margin that holds all values. */
export function rangeOf(values: readonly number[], step: number): readonly [number, number] {
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  return [Math.floor(lowest / step) * step, Math.ceil(highest / step) * step];
}
