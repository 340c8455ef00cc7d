import { BINS } from '../workload.js';

/** One size of the step of the default encoder without its residual path. */
export interface GrowthPoint {
  /** Spectra in one step, each of which gives two views. */
  readonly batch: number;
  /** T, patches of a spectrum. */
  readonly tokens: number;
  readonly layers: number;
}

/** What is varied while the rest stays as the benchmark has it. */
export type GrowthAxis = keyof GrowthPoint;

const DEFAULT: GrowthPoint = { batch: 16, tokens: 65, layers: 4 };

const VALUES: Readonly<Record<GrowthAxis, readonly number[]>> = {
  batch: [16, 32, 64, 128, 256, 512],
  tokens: [33, 65, 130, 260, 520],
  layers: [2, 4, 6, 8, 10, 12],
};

/** The axes with their points; the default is on each of them, and measured anew on each. */
export const GROWTH: ReadonlyMap<GrowthAxis, readonly GrowthPoint[]> = new Map(
  (['batch', 'tokens', 'layers'] as const).map((axis) => [
    axis,
    VALUES[axis].map((value) => ({ ...DEFAULT, [axis]: value })),
  ]),
);

/** The encoder of a point, for a workload. */
export function encoderAt({ tokens, layers }: GrowthPoint) {
  return { name: 'transformer', config: { residual: false, patch: Math.ceil(BINS / tokens), layers } };
}
