/** What a cell can be as a number, before it is known which character is the decimal mark. */
export type NumberReading =
  /** No mark in it: the same number either way. */
  | { readonly kind: 'whole'; readonly value: number }
  /** Only one reading makes sense. */
  | { readonly kind: 'point' | 'comma'; readonly value: number }
  /** `1,234` or `1.234`: the mark may be the decimal mark, or part thousands. */
  | { readonly kind: 'either'; readonly mark: '.' | ','; readonly decimal: number; readonly thousands: number };

const SHAPE = /^([+-]?)([\d.,'\u00A0\u202F ]*\d[.,]?)([eE][+-]?\d+)?$/;
/** What parts thousands and is never a decimal mark: no-break spaces and, in Switzerland, an apostrophe. */
const SPACED = /^[1-9]\d{0,2}(?:'\d{3})+(?:[.,]\d*)?$|^[1-9]\d{0,2}(?:[\u00A0\u202F]\d{3})+(?:[.,]\d*)?$/;
/** With a plain space only before a decimal mark: `12 345` may as well be two numbers. */
const PLAIN_SPACED = /^[1-9]\d{0,2}(?: \d{3})+[.,]\d+$/;

/**
 * Reads a cell as a decimal number in every notation: decimal point or comma, thousands parted by the other one,
 * exponents. `undefined` when it is none in any.
 *
 * Parted thousands are groups of three after one to three digits of which the first is no zero; so `0,123`, `1234,5`
 * and `1,23` can only have a decimal comma, `1.234,5` and `1.234.567` too, and `1,234` can be read both ways.
 *
 * @example
 * ```ts
 * classifyNumber('1.234,5'); // { kind: 'comma', value: 1234.5 }
 * classifyNumber('1,234'); // { kind: 'either', mark: ',', decimal: 1.234, thousands: 1234 }
 * ```
 */
export function classifyNumber(cell: string): NumberReading | undefined {
  const [, sign, written, exponent = ''] = SHAPE.exec(cell.trim()) ?? [];
  if (written === undefined) {
    return undefined;
  }
  let body = written;
  if (/['\u00A0\u202F ]/.test(body)) {
    if (!SPACED.test(body) && !PLAIN_SPACED.test(body)) {
      return undefined;
    }
    body = body.replace(/['\u00A0\u202F ]/g, '');
  }
  const number = (digits: string) => finite(Number(`${sign}${digits}${exponent}`));
  const [first, last] = [body.search(/[.,]/), Math.max(body.lastIndexOf('.'), body.lastIndexOf(','))];
  if (first < 0) {
    const value = number(body);
    return value === undefined ? undefined : { kind: 'whole', value };
  }
  const mark = body[last] as '.' | ',';
  const grouping = body[first] as '.' | ',';
  const digits = body.replace(/[.,]/g, '');
  if (first === last) {
    const decimal = number(body.replace(',', '.'));
    if (decimal === undefined) {
      return undefined;
    }
    // A thousands mark was not put into a number with an exponent by anyone, nor beside parted thousands.
    return /^[1-9]\d{0,2}[.,]\d{3}$/.test(written) && exponent === ''
      ? { kind: 'either', mark, decimal, thousands: number(digits) as number }
      : { kind: mark === '.' ? 'point' : 'comma', value: decimal };
  }
  const whole = mark === grouping ? body : body.slice(0, last);
  if (!whole.split(grouping).every((group, i) => (i === 0 ? /^[1-9]\d{0,2}$/ : /^\d{3}$/).test(group))) {
    return undefined;
  }
  const value = number(
    mark === grouping ? digits : `${body.slice(0, last).replace(/[.,]/g, '')}.${body.slice(last + 1)}`,
  );
  return value === undefined ? undefined : { kind: grouping === ',' ? 'point' : 'comma', value };
}

/** The number a cell holds in whichever notation; where both are possible, the mark is taken as a decimal mark. */
export function likelyNumber(cell: string): number | undefined {
  const reading = classifyNumber(cell);
  return reading?.kind === 'either' ? reading.decimal : reading?.value;
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
