/**
 * The numbers along an axis, as short as tells them apart: very large and very small ones by a power of ten. Runs in a
 * page: its text is sent there.
 *
 * @param values evenly spaced
 */
export function tickLabels(values: readonly number[]): string[] {
  const largest = Math.max(...values.map(Math.abs));
  const exponent = largest > 0 ? Math.floor(Math.log10(largest)) : 0;
  const plain = exponent > -3 && exponent < 4;
  const power = plain
    ? ''
    : `×10${[...String(exponent)].map((digit) => (digit === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)])).join('')}`;
  const scaled = values.map((value) => (plain ? value : value / 10 ** exponent));
  const step = Math.abs((scaled[1] ?? 1) - (scaled[0] ?? 0)) || 1;
  const decimals =
    [0, 1, 2, 3, 4, 5, 6].find((count) => Math.abs(step - Number(step.toFixed(count))) < 1e-3 * step) ?? 6;
  return scaled.map((value) => {
    const text = value.toFixed(decimals);
    return Number(text) === 0 ? '0' : `${text.replace('-', '−')}${power}`;
  });
}
