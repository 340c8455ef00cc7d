import type { HostWeights } from '@spectrosim/models/graph';
import type { Matrix } from './loops.setup.js';

/** Features over rows at mean 0 and variance 1, biased, ε 1e-5 under the root: batch normalisation, feature by feature. */
export function standardisedLoop(rows: Matrix): number[][] {
  const feature = (k: number) => rows.map((row) => row[k] as number);
  const statistics = (rows[0] ?? []).map((_, k) => {
    const mean = feature(k).reduce((sum, value) => sum + value, 0) / rows.length;
    const variance = feature(k).reduce((sum, value) => sum + (value - mean) ** 2, 0) / rows.length;
    return { mean, deviation: Math.sqrt(variance + 1e-5) };
  });
  return rows.map((row) =>
    row.map((value, k) => {
      const { mean, deviation } = statistics[k] as (typeof statistics)[number];
      return (value - mean) / deviation;
    }),
  );
}

/** The predictor of Grill et al. 2020 (section 3.2) and Chen & He 2021 (section 3), in double precision: Linear, BN, ReLU, Linear. */
export function predictorLoop(weights: HostWeights, rows: Matrix): number[][] {
  const of = (name: string) => Array.from(weights[`predictor.${name}`]?.data as Float32Array);
  const linear = (name: string, row: readonly number[]) => {
    const [weight, bias] = [of(`${name}.weight`), of(`${name}.bias`)];
    return bias.map((start, o) =>
      row.reduce((sum, value, i) => sum + value * (weight[i * bias.length + o] as number), start),
    );
  };
  const [scale, offset] = [of('norm.scale'), of('norm.offset')];
  const hidden = standardisedLoop(rows.map((row) => linear('hidden', row)));
  return hidden.map((row) =>
    linear(
      'prediction',
      row.map((value, k) => Math.max(0, value * (scale[k] as number) + (offset[k] as number))),
    ),
  );
}
