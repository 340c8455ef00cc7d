import { sizeOf } from '../dims.js';
import { filled } from './elementwise.js';
import { required, type TraceKernels } from './kernel.js';
import { reshaped, sliced } from './shape.js';

/** Kernels that add up what carries the same number. */
export const SEGMENTS: TraceKernels = {
  UnsortedSegmentSum: (call) => {
    const { recorder } = call;
    const x = required(call, 'x');
    const ids = required(call, 'segmentIds');
    const segments = call.attrs.numSegments as number;
    const rest = x.dims.slice(ids.dims.length);
    const [count, width] = [sizeOf(ids.dims), sizeOf(rest)];
    const limit = (op: 'Less' | 'GreaterOrEqual', number: number) =>
      recorder.elementwise(op, [ids, filled(recorder, number, ids)], 'bool');
    // One more segment takes the rows of none and is cut off.
    const spare = filled(recorder, segments, ids);
    const below = recorder.elementwise('Where', [limit('Less', segments), ids, spare], ids.type);
    const known = recorder.elementwise('Where', [limit('GreaterOrEqual', 0), below, spare], ids.type);
    const column = { ...reshaped(recorder, known, [count, 1]), dims: [count, width] };
    const zeros = filled(recorder, 0, { dims: [segments + 1, width], type: x.type });
    const sums = recorder.emit('ScatterElements', [zeros, column, reshaped(recorder, x, [count, width])], zeros, {
      axis: { int: 0 },
      reduction: { string: 'add' },
    });
    return reshaped(recorder, sliced(recorder, sums, [0, 0], [segments, width]), [segments, ...rest]);
  },
};
