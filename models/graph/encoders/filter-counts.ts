import { z } from 'zod';

/**
 * The filters of a convolution, a multiple of 4.
 *
 * ONNX Runtime 1.30 on WebGPU gives wrong numbers, and says nothing, for a convolution of 6 or 9 channels by a multiple of 4
 * filters; as the gradient of one by 6 filters is. Multiples of 4 are right in both directions.
 */
export const filterCount = z.int().positive().multipleOf(4, { error: 'filters must be multiples of 4' });

/** The filters of convolutions one after another, each a {@link filterCount}. */
export const filterCounts = z.array(filterCount).min(1);

/** Those of the papers' four convolutions. */
export const fourFilterCounts = z.tuple([filterCount, filterCount, filterCount, filterCount]);
