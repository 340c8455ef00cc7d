import type { Difference, Measured } from '../measured.js';

/** A number as tables have it: `.984`, `−.012`, `1.000`; `–` where there is none. */
export function number(value: number | null, digits = 3): string {
  if (value === null || Number.isNaN(value)) {
    return '–';
  }
  const text = Math.abs(value).toFixed(digits).replace(/^0\./, '.');
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** `.984 ± .006`; the number alone where it has no spread. */
export function spread({ mean, sd }: Pick<Measured, 'mean' | 'sd'>): string {
  return mean === null || Number.isNaN(mean) || sd === null ? number(mean) : `${number(mean)} ± ${number(sd)}`;
}

/** A measure over so many partitions or seeds: one has no spread. */
export function over<T extends Pick<Measured, 'mean' | 'sd'>>(
  count: number,
  measured: T,
): Omit<T, 'sd'> & Pick<Measured, 'sd'> {
  return count === 1 ? { ...measured, sd: null } : measured;
}

/** `.984 ± .006 (.961–.995)`, the interval behind where there is one. */
export function withInterval(measured: Measured): string {
  const { mean, lo, hi } = measured;
  return mean === null || lo === null || hi === null
    ? spread(measured)
    : `${spread(measured)} (${number(lo)}–${number(hi)})`;
}

/** `+.023 (+.002 to +.049), beats`; where nothing is said of it, why. */
export function difference({ mean, lo, hi, standing }: Difference): string {
  return mean === null
    ? '–'
    : `${signed(mean)} (${signed(lo)} to ${signed(hi)}), ${standing ?? 'too few groups to say'}`;
}

/** With its sign. */
export function signed(value: number | null): string {
  const text = number(value);
  return value !== null && value >= 0 ? `+${text}` : text;
}

/** A table; the first row is the header. */
export function markdownTable([header = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), `|${'---|'.repeat(header.length)}`, ...rows.map(line)].join('\n');
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
