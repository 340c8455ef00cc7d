/** A share in per cent, with as many digits as it takes to tell it from 0 and 100. */
export function percent(share: number): string {
  const value = 100 * share;
  const near = Math.min(Math.abs(value), Math.abs(100 - value));
  return `${value.toFixed(near === 0 || near >= 9.95 ? 0 : near >= 0.095 ? 1 : 2)}%`;
}

/** A number with a true minus sign. */
export function decimal(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? (0).toFixed(digits) : text.replace('-', '−');
}

/** A difference, its sign always shown. */
export function signed(value: number, digits = 3): string {
  return `${value > 0 ? '+' : ''}${decimal(value, digits)}`;
}
