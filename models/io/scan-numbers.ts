/** Powers of ten that float64 holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, i) => 10 ** i);
/** Digits whose whole number float64 holds exactly. */
const MOST_DIGITS = 15;

const PLUS = 43;
const MINUS = 45;
const ZERO = 48;
const NINE = 57;
/** `E` and `e` differ in this bit. */
const LOWER = 32;
const SMALL_E = 101;

/**
 * Reads numbers from a row's text into `target` from index 0 on, until it is full; an empty cell is `NaN`. Returns where
 * it stopped, at a separator or the text's end, or −1 when there are fewer cells or one is anything but a plain decimal
 * number: then the row is for the slower reader, which knows spaces, thousands, words for missing, and errors.
 *
 * A number of at most 15 digits is one exact float64 division (W. D. Clinger, How to read floating point numbers
 * accurately, 1990), so that it is the float64 which `Number` gives, without a string for each of thousands of cells.
 *
 * @param text a row without quotes
 * @param from where the first of the cells begins
 * @param mark `.` or `,`
 */
export function scanNumbers(text: string, from: number, separator: string, mark: string, target: Float32Array): number {
  const separatorCode = separator.charCodeAt(0);
  const markCode = mark.charCodeAt(0);
  const end = text.length;
  // The text's end is as good as a separator.
  const codeAt = (at: number) => (at < end ? text.charCodeAt(at) : separatorCode);
  const last = target.length - 1;
  let at = from;
  for (let i = 0; ; i++) {
    const start = at;
    let code = codeAt(at);
    const negative = code === MINUS;
    if (negative) {
      code = codeAt(++at);
    }
    let digits = 0;
    let decimals = -1;
    let whole = 0;
    for (;;) {
      if (code >= ZERO && code <= NINE) {
        whole = whole * 10 + (code - ZERO);
        digits++;
        if (decimals >= 0) {
          decimals++;
        }
      } else if (code === markCode && decimals < 0) {
        decimals = 0;
      } else {
        break;
      }
      code = codeAt(++at);
    }
    let exact = digits <= MOST_DIGITS;
    if ((code | LOWER) === SMALL_E && digits > 0) {
      code = codeAt(++at);
      if (code === MINUS || code === PLUS) {
        code = codeAt(++at);
      }
      const first = at;
      while (code >= ZERO && code <= NINE) {
        code = codeAt(++at);
      }
      if (at === first) {
        return -1;
      }
      exact = false;
    }
    if (code !== separatorCode) {
      return -1;
    }
    if (at === start) {
      target[i] = Number.NaN;
    } else if (digits === 0) {
      return -1;
    } else if (exact) {
      const value = decimals > 0 ? whole / (POWERS[decimals] as number) : whole;
      target[i] = negative ? -value : value;
    } else {
      target[i] = Number(text.slice(start, at).replace(mark, '.'));
    }
    if (i === last) {
      return at;
    }
    if (at >= end) {
      return -1;
    }
    at++;
  }
}
