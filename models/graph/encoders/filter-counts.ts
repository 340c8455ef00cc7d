import { z } from 'zod';

/**
 * The filters of convolutions one after another, each a multiple of 4.
 *
 * ONNX Runtime 1.30 on WebGPU gives wrong numbers, and says nothing, for a convolution of 6 or 9 channels by a multiple of 4
 * filters; as the gradient of one by 6 filters is. Multiples of 4 are right in both directions.
 */
export const filterCounts = z
  .array(z.int().positive().multipleOf(4, { error: 'filters must be multiples of 4' }))
  .min(1);
