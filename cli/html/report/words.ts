/** A share as people count: `97 of 100`; never 100 or 0 where it is not all or none. */
export function ofHundred(share: number): string {
  if (share === 1) {
    return 'all 100';
  }
  if (share === 0) {
    return 'none';
  }
  const rounded = Math.round(100 * share);
  return rounded === 100 ? 'more than 99' : rounded === 0 ? 'fewer than 1' : `${rounded}`;
}

/** A share in per cent, with as many digits as it takes to tell it from 0 and 100. */
export function percent(share: number): string {
  const value = 100 * share;
  const near = Math.min(Math.abs(value), Math.abs(100 - value));
  return `${value.toFixed(near === 0 || near >= 9.95 ? 0 : near >= 0.095 ? 1 : 2)}%`;
}

/** A number with its noun. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en-GB')} ${number === 1 ? one : many}`;
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
