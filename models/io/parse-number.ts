/**
 * A decimal number, or `undefined` when the text is none. An empty cell is the caller's business.
 *
 * `Number` also takes `0x1F`, `Infinity` and what overflows to it: none of them is a measured value.
 */
export function parseNumber(text: string): number | undefined {
  const digits = text.trim();
  const value = Number(digits);
  if (!Number.isFinite(value) || digits === '' || isRadixPrefix(digits)) {
    return undefined;
  }
  return value;
}

function isRadixPrefix(text: string): boolean {
  // '0x', '0b', '0o': every such second letter is beyond '9' and not the exponent's e.
  const second = text.charCodeAt(1);
  return second > 57 && second !== 69 && second !== 101;
}
