import { encodeModel, trace } from '@spectrosim/export';
import { createRandom, type NamedTensors } from '@spectrosim/models';
import { nodeRuntime } from '@spectrosim/runtime-node';
import {
  AUGMENTATION_NAMES,
  type AugmentationName,
  type AugmentationOptions,
  augment,
  augmentationsSchema,
  drawAugmentations,
  simulate,
  simulatorParameters,
} from '@spectrosim/training';
import type { AugmentationPanel } from '../../figures/augmentation-panels.js';

/** Of the simulated spectrum, and of the draws: one of which every augmentation is strong enough to be seen. */
const SEED = 1;
const DRAWS = 25;

/** What a figure of augmentations is drawn from. */
export interface AugmentedSpectrum {
  readonly axis: ArrayLike<number>;
  readonly before: ArrayLike<number>;
  readonly panels: readonly AugmentationPanel[];
}

/** The first spectrum of the simulator, and what each augmentation makes of it at its default strength. */
export async function augmentedSpectrum(): Promise<AugmentedSpectrum> {
  const { axis, intensities } = simulate(simulatorParameters('default', {}), SEED);
  const before = intensities.slice(0, axis.values.length);
  const panels: AugmentationPanel[] = [];
  for (const name of AUGMENTATION_NAMES) {
    const [options] = augmentationsSchema.parse([{ name }]) as [AugmentationOptions];
    panels.push({ name, strength: strengthOf(options), after: await augmented(happening(options), before) });
  }
  return { axis: axis.values, before, panels };
}

/** What happens to half of all views is shown where it happens. */
function happening(options: AugmentationOptions): AugmentationOptions {
  return 'probability' in options ? { ...options, probability: 1 } : options;
}

/** Through the graph that training runs. */
async function augmented(options: AugmentationOptions, x: Float32Array): Promise<Float32Array> {
  const bins = x.length;
  const feeds: NamedTensors = {
    x: { type: 'float32', dims: [1, bins], data: x },
    ...drawAugmentations([options], 1, bins, createRandom(DRAWS, options.name)),
  };
  const graph = trace(
    'augment',
    ({ x: views, ...draws }) => ({ y: augment([options], views as NonNullable<typeof views>, draws) }),
    Object.fromEntries(Object.entries(feeds).map(([name, { type, dims }]) => [name, { type, dims }])) as Parameters<
      typeof trace
    >[2],
  );
  const session = await nodeRuntime().load(encodeModel(graph), { provider: 'cpu', threads: 1 });
  try {
    const { y } = await session.run(feeds);
    return y?.data as Float32Array;
  } finally {
    await session.dispose();
  }
}

/** Words for those that number alone says little of. */
const WORDS: Partial<Record<AugmentationName, (options: Readonly<Record<string, unknown>>) => string>> = {
  gaussianNoise: ({ sigma }) => `σ ${sigma} of the highest peak, every bin`,
  circularShift: ({ range }) => `up to ± ${percent(range)} of the axis`,
  scale: ({ range }) => `one factor, 1 ± ${range}`,
  crop: ({ keep }) => `${percent(keep)} in one piece, the rest 0`,
  flip: ({ probability }) => `reversed; ${percent(probability)} of the views`,
  permutation: ({ probability }) => `all bins shuffled; ${percent(probability)} of the views`,
  peakHeight: ({ sigma }) => `every bin by its own factor, σ ${sigma} of the log`,
};

function percent(share: unknown): string {
  return `${Number((100 * Number(share)).toPrecision(3))}%`;
}

function strengthOf({ name, ...options }: AugmentationOptions): string {
  const settings = Object.entries(options).map(([setting, value]) => `${setting} ${value}`);
  return WORDS[name]?.(options) ?? settings.join(', ');
}
