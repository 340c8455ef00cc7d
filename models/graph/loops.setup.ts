import type { HostWeights } from './weights.js';

/** Numbers of one spectrum, one token, or one channel, in double precision. */
export type Row = readonly number[];

/** A weight's number by the weight's name and its index. */
export type Read = (name: string, at: number) => number;

/** Reads weights for the loops below, which are oracles: plain formulas in double precision that call nothing of what they test. */
export function readerOf(weights: HostWeights): Read {
  return (name, at) => {
    const value = weights[name]?.data[at];
    if (typeof value !== 'number') {
      throw new Error(`no number ${at} of a weight "${name}"`);
    }
    return value;
  };
}

/** Reads weights whose names start with `prefix.`. */
export function within(read: Read, prefix: string): Read {
  return (name, at) => read(`${prefix}.${name}`, at);
}

/** 0, 1, … `count` − 1. */
export const places = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

export const sumOf = (row: Row): number => row.reduce((sum, value) => sum + value, 0);
export const plus = (a: Row, b: Row): number[] => a.map((value, i) => value + (b[i] as number));
export const relu = (x: number): number => Math.max(0, x);
export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
export const silu = (x: number): number => x * sigmoid(x);
export const softplus = (x: number): number => Math.log1p(Math.exp(x));

/** x Φ(x), Φ by its series: ½ + φ(x) · Σ x^(2n + 1) / (1 · 3 · 5 … (2n + 1)). */
export function gelu(x: number): number {
  let [term, sum] = [x, x];
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (x * x) / (2 * n + 1);
    sum += term;
  }
  return x * (0.5 + (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * sum);
}

/** `x W + b` with `weight [inputs, outputs]`. */
export function linear(read: Read, row: Row, outputs: number): number[] {
  return places(outputs).map((o) =>
    row.reduce((sum, value, i) => sum + value * read('weight', i * outputs + o), read('bias', o)),
  );
}

/** `(x − mean) / √(variance + 1e-5) · scale + offset` over a row. */
export function layerNormalised(read: Read, row: Row): number[] {
  const mean = sumOf(row) / row.length;
  const variance = sumOf(row.map((value) => (value - mean) ** 2)) / row.length;
  return row.map((value, i) => ((value - mean) / Math.sqrt(variance + 1e-5)) * read('scale', i) + read('offset', i));
}

/** A feature by its running statistics. */
export function batchNormalised(read: Read, value: number, feature: number): number {
  const deviation = Math.sqrt(read('variance', feature) + 1e-5);
  return ((value - read('mean', feature)) / deviation) * read('scale', feature) + read('offset', feature);
}

/**
 * A convolution of channels by `weight [O, C, K]`, zeros beyond the ends, as many places as there are: the first point of a filter lies
 * `before` bins below its place.
 */
export function convolved(read: Read, channels: readonly Row[], filters: number, size: number, before: number): Row[] {
  return places(filters).map((o) =>
    (channels[0] as Row).map((_, at) => {
      let sum = read('bias', o);
      channels.forEach((channel, c) => {
        for (let k = 0; k < size; k++) {
          sum += read('weight', (o * channels.length + c) * size + k) * (channel[at + k - before] ?? 0);
        }
      });
      return sum;
    }),
  );
}

/** The larger of every two bins. */
export const halved = (channel: Row): number[] =>
  places(Math.floor(channel.length / 2)).map((i) => Math.max(channel[2 * i] as number, channel[2 * i + 1] as number));
