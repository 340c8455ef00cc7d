import { ELEMENTWISE } from './elementwise.js';
import type { TraceKernels } from './kernel.js';
import { LINEAR } from './linear.js';
import { REDUCE } from './reduce.js';
import { SHAPE } from './shape.js';

/** Every tfjs kernel that can be traced. */
export const TRACE_KERNELS: TraceKernels = { ...ELEMENTWISE, ...REDUCE, ...SHAPE, ...LINEAR };
