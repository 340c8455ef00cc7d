import type { Graph } from '../onnx/graph.js';
import { featureMajor } from './feature-major.js';
import { type Rule, rewrite } from './rewrite.js';
import { affineIntoProduct } from './rules/affine-into-product.js';
import { productOfTransposed, scaleIntoStack } from './rules/fused-products.js';
import { normalisationWithoutScale, normalisedNumbers } from './rules/normalisation-without-scale.js';
import { productOfScaled, scaleIntoProduct } from './rules/scale-into-product.js';
import { slicesOfProduct } from './rules/slices-of-product.js';
import { sumOfRows } from './rules/sum-of-rows.js';
import { sumOfSquares } from './rules/sum-of-squares.js';
import { transposedTranspose } from './rules/transposed-transpose.js';

/** What a graph is optimised for. */
export interface OptimiseOptions {
  /** Whether ONNX Runtime's own operators may be used; its WebGPU provider does not have all of them. */
  readonly contribOperators: boolean;
}

/** First, since slices of a product would hide whose scale and offset its weights could take. */
const NORMALISATION: readonly Rule[] = [normalisationWithoutScale, normalisedNumbers, affineIntoProduct];

const ALWAYS: readonly Rule[] = [
  slicesOfProduct,
  scaleIntoProduct,
  productOfScaled,
  sumOfSquares,
  sumOfRows,
  transposedTranspose,
];

/** Before transposes become one, of which the products of stacks could take a part. */
const STACKS: readonly Rule[] = [productOfTransposed, scaleIntoStack];

/**
 * Rewrites a training graph so that it computes the same with fewer passes over memory. Shapes must all be known.
 *
 * @example
 * ```ts
 * const graph = optimise(traceStep(step), { contribOperators: provider !== 'webgpu' });
 * ```
 */
export function optimise(graph: Graph, { contribOperators }: OptimiseOptions): Graph {
  const normalised = rewrite(graph, ...NORMALISATION);
  const stacked = contribOperators ? rewrite(normalised, ...STACKS) : normalised;
  return rewrite(featureMajor(rewrite(stacked, ...ALWAYS)), transposedTranspose);
}
