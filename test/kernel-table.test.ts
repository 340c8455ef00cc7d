import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { trace } from '@spectrosim/export';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { TRACE_KERNELS } from '../export/tracer/kernels/index.js';
import { normals, shapesOf } from './eager.setup.js';
import { NOT_ON_WEBGPU } from './kernel-cases.setup.js';
import { TRACER_CASES, type TracerCase } from './tracer-cases.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = readFileSync(`${root}docs/kernels.md`, 'utf8');

/** Whether a graph can hold the gradient of a case: tfjs has the rule, and the kernels that the rule calls can be traced. */
function isTrainable({ values, fn }: TracerCase): boolean {
  const names = Object.keys(values).filter((name) => values[name]?.type === 'float32');
  try {
    trace(
      'gradient',
      (inputs) => {
        const scalar = (...tensors: tf.Tensor[]) => {
          const named = { ...inputs, ...Object.fromEntries(names.map((name, i) => [name, tensors[i] as tf.Tensor])) };
          const results = [fn(named.x as tf.Tensor, named.y as tf.Tensor, named.z as tf.Tensor)].flat() as tf.Tensor[];
          const terms = results
            .filter(({ dtype }) => dtype === 'float32')
            .map((y) => tf.sum(tf.mul(y, tf.tensor(normals('upstream', ...y.shape).data, y.shape))));
          return tf.addN(terms) as tf.Scalar;
        };
        const { grads } = tf.valueAndGrads(scalar)(names.map((name) => inputs[name] as tf.Tensor));
        return Object.fromEntries(grads.map((gradient, i) => [`gradient ${names[i]}`, gradient]));
      },
      shapesOf(values),
    );
    return true;
  } catch {
    return false;
  }
}

it('docs/kernels.md lists every kernel that can be traced, whether its gradient can, and whether WebGPU runs it', () => {
  const rows = Object.keys(TRACE_KERNELS)
    .toSorted()
    .map((kernel) => {
      const trains = (TRACER_CASES[kernel] ?? []).some(isTrainable);
      return `| ${kernel} | ${trains ? 'yes' : '–'} | ${NOT_ON_WEBGPU.includes(kernel) ? 'in part' : 'yes'} |`;
    });
  const written = page.split('\n').filter((line) => /^\| \w+ \| (yes|–) \| (yes|in part) \|$/.test(line));
  expect(written).toEqual(rows);
});
