export { decimal, percent, signed } from '@spectrosim/models';

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

/** A number with its noun. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en-GB')} ${number === 1 ? one : many}`;
}
