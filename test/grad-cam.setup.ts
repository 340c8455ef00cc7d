import { trace } from '@spectrosim/export';
import { type Axis, createRandom, type TensorValue } from '@spectrosim/models';
import {
  cosine,
  encodePreprocessed,
  encoderOf,
  type HostWeights,
  type ModelDefinition,
  prefixed,
} from '@spectrosim/models/graph';
import type { Tensor } from '@tensorflow/tfjs-core';
import { FEATURE_OFFSET } from '../models/graph/encoders/feature-map.js';
import { normals } from './eager.setup.js';
import { finiteDifference } from './interpreter/finite-difference.js';
import { type Feed, interpret } from './interpreter/interpret.js';

/** An encoder with random weights and statistics. */
export interface DrawnEncoder {
  readonly definition: ModelDefinition;
  readonly weights: HostWeights;
}

/** Draws an encoder for spectra on an axis, statistics too. */
export function drawnEncoder(encoder: ModelDefinition['encoder'], axis: Axis): DrawnEncoder {
  const { initial, config } = encoderOf(encoder.name);
  const drawn = initial(config.parse(encoder.config), axis, createRandom(8, 'grad-cam'));
  // Weights that start at 0 would leave the paths behind them out.
  const moved = Object.entries({ ...drawn.trainable, ...drawn.running }).map(([name, { dims, data }]) => {
    const noise = normals(name, ...dims).data;
    const moving = (value: number, i: number) => value + 0.3 * (noise[i] as number);
    const positive = (_: number, i: number) => 0.5 + (noise[i] as number) ** 2;
    const values = Float32Array.from(data as Float32Array, name.endsWith('variance') ? positive : moving);
    return [name, { type: 'float32', dims, data: values }] as const;
  });
  return {
    definition: { preprocessing: [], encoder },
    weights: prefixed({ ...(Object.fromEntries(moved) as HostWeights), ...drawn.frozen }, 'encoder'),
  };
}

/** The tokens `[1, T, D]` of a spectrum, in double precision. */
export function tokensOf(encoder: DrawnEncoder, x: Feed): Feed {
  return encodingOf(encoder, x, 'tokens');
}

/** The embedding of a spectrum, in double precision `[E]`. */
export function embeddingOf(encoder: { model: ModelDefinition; weights: HostWeights }, x: TensorValue): Float64Array {
  const { model: definition, weights } = encoder;
  return encodingOf({ definition, weights }, x as never, 'embedding').data as Float64Array;
}

function encodingOf({ definition, weights }: DrawnEncoder, x: Feed, output: 'tokens' | 'embedding'): Feed {
  const bins = x.dims[1] as number;
  const probe = trace(
    output,
    ({ x: spectrum, ...own }) => ({ [output]: encodePreprocessed(definition, own, spectrum as Tensor)[output] }),
    { ...weights, x: { type: 'float32', dims: [1, bins] } },
  );
  return interpret(probe, { x }, [output])[output] as Feed;
}

/**
 * What Grad-CAM weighs, without Grad-CAM: the tokens of a, and the slopes of the cosine of a and b by them, by central differences in
 * double precision; each `[T · D]`.
 */
export function slopesOf(
  { definition, weights }: DrawnEncoder,
  a: TensorValue,
  b: TensorValue,
): { readonly count: number; readonly width: number; readonly tokens: Float64Array; readonly slopes: Float64Array } {
  const bins = a.dims[1] as number;
  const [, count, width] = tokensOf({ definition, weights }, a as never).dims as [number, number, number];
  const offset = { type: 'float32', dims: [1, count, width], data: new Float32Array(count * width) } as const;
  const probe = trace(
    'probe',
    ({ a, b, offset, ...own }) => {
      const touched = { ...own, [`encoder.${FEATURE_OFFSET}`]: offset as Tensor };
      const { embedding, tokens } = encodePreprocessed(definition, touched, a as Tensor);
      return { score: cosine(embedding, encodePreprocessed(definition, own, b as Tensor).embedding), tokens };
    },
    {
      ...weights,
      a: { type: 'float32', dims: [1, bins] },
      b: { type: 'float32', dims: [1, bins] },
      offset: { type: 'float32', dims: [1, count, width] },
    },
  );
  const feeds = { a, b, offset } as never;
  const slopes = finiteDifference(probe, feeds, { output: 'score', input: 'offset' });
  const tokens = interpret(probe, feeds, ['tokens']).tokens?.data as Float64Array;
  return { count, width, tokens, slopes: Float64Array.from(slopes) };
}
