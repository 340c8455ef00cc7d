import { ACTIVATIONS } from './activations.js';
import { CONVOLUTIONS } from './convolutions.js';
import { ELEMENTWISE } from './elementwise.js';
import type { TraceKernels } from './kernel.js';
import { LINEAR } from './linear.js';
import { log1p } from './logarithm.js';
import { POOLING } from './pooling.js';
import { REDUCE } from './reduce.js';
import { SEGMENTS } from './segments.js';
import { SHAPE } from './shape.js';

/** Every tfjs kernel that can be traced. */
export const TRACE_KERNELS: TraceKernels = {
  ...ELEMENTWISE,
  ...ACTIVATIONS,
  Log1p: log1p,
  ...REDUCE,
  ...SEGMENTS,
  ...SHAPE,
  ...LINEAR,
  ...CONVOLUTIONS,
  ...POOLING,
};
