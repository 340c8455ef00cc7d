import { createRandom } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32, FLOAT32_SUMS, floats, normals, tensorsOf } from '../eager.setup.js';
import { linearRecurrence } from './linear-recurrence.js';
import { initialLstm, lstm } from './lstm.js';
import { selectiveScan } from './selective-scan.js';

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

describe('lstm', () => {
  const [tokens, inputs, width] = [6, 3, 4];
  const host = initialLstm(createRandom(1, 'lstm'), inputs, width);
  const numbers = (name: string) => normals(name, host[name]?.data.length as number);
  const weights = Object.fromEntries(
    Object.entries(host).map(([name, value]) => [name, { ...value, data: numbers(name) } as typeof value]),
  );

  it("has the parameters of PyTorch's nn.LSTM", () => {
    const count = Object.values(host).reduce((sum, { data }) => sum + data.length, 0);
    expect(count).toBe(4 * width * (inputs + width + 2));
  });

  it('is the formulas of Hochreiter & Schmidhuber with a forget gate, in double precision', () => {
    const x = normals('x', 2 * tokens * inputs);
    const expected: number[] = [];
    for (let b = 0; b < 2; b++) {
      let [h, c] = [new Array<number>(width).fill(0), new Array<number>(width).fill(0)];
      for (let t = 0; t < tokens; t++) {
        const gate = (at: number) => {
          let sum = (numbers('input.bias')[at] as number) + (numbers('hidden.bias')[at] as number);
          for (let i = 0; i < inputs; i++) {
            sum +=
              (x[(b * tokens + t) * inputs + i] as number) * (numbers('input.weight')[i * 4 * width + at] as number);
          }
          for (let i = 0; i < width; i++) {
            sum += (h[i] as number) * (numbers('hidden.weight')[i * 4 * width + at] as number);
          }
          return sum;
        };
        const units = Array.from({ length: width }, (_, at) => at);
        const gates = [0, 1, 2, 3].map((part) => units.map((at) => gate(part * width + at)));
        const [input, forget, update, output] = gates as [number[], number[], number[], number[]];
        c = units.map(
          (at) =>
            sigmoid(forget[at] as number) * (c[at] as number) +
            sigmoid(input[at] as number) * Math.tanh(update[at] as number),
        );
        h = units.map((at) => sigmoid(output[at] as number) * Math.tanh(c[at] as number));
        expected.push(...h);
      }
    }
    const y = lstm(tensorsOf(weights), floats([2, tokens, inputs], x));
    expect(y.shape).toEqual([2, tokens, width]);
    expectClose(y, expected, FLOAT32_SUMS);
  });
});

describe('linearRecurrence', () => {
  it('by hand', () => {
    // h = 1, then 2·1 + 1, then 3·3 − 1; the first factor meets nothing.
    expectClose(linearRecurrence(floats([3, 1], [7, 2, 3]), floats([3, 1], [1, 1, -1])), [1, 3, 8], FLOAT32);
  });

  it('with factors of 1 is the cumulative sum', () => {
    const b = floats([5, 2, 3], normals('b', 30));
    expectClose(linearRecurrence(tf.onesLike(b), b), tf.cumsum(b, 0).dataSync(), FLOAT32);
  });
});

it('selectiveScan is the recurrence of Gu & Dao 2023, in double precision', () => {
  const [batch, tokens, channels, states] = [2, 7, 3, 2];
  const [x, output, input] = ['x', 'output', 'input'].map((label) =>
    normals(label, batch * tokens * (label === 'x' ? channels : states)),
  ) as [Float32Array, Float32Array, Float32Array];
  const steps = normals('steps', batch * tokens * channels).map(Math.abs);
  const decay = normals('decay', channels * states).map((value) => -Math.abs(value));
  const expected = new Float64Array(batch * tokens * channels);
  for (let b = 0; b < batch; b++) {
    const h = new Float64Array(channels * states);
    for (let t = 0; t < tokens; t++) {
      const row = b * tokens + t;
      for (let d = 0; d < channels; d++) {
        const [step, value] = [steps[row * channels + d] as number, x[row * channels + d] as number];
        let y = 0;
        for (let s = 0; s < states; s++) {
          const at = d * states + s;
          const kept = Math.exp(step * (decay[at] as number)) * (h[at] as number);
          h[at] = kept + step * (input[row * states + s] as number) * value;
          y += (output[row * states + s] as number) * (h[at] as number);
        }
        expected[row * channels + d] = y;
      }
    }
  }
  const y = selectiveScan({
    x: floats([batch, tokens, channels], x),
    steps: floats([batch, tokens, channels], steps),
    decay: floats([channels, states], decay),
    input: floats([batch, tokens, states], input),
    output: floats([batch, tokens, states], output),
  });
  expect(y.shape).toEqual([batch, tokens, channels]);
  expectClose(y, expected, FLOAT32_SUMS);
});
