import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { nodeRuntime } from '@spectrosim/runtime-node';
import { trace, encodeModel, checkGraph } from '@spectrosim/export';
import { expect, it } from 'vitest';
it('x', async () => {
  const g = trace('f', ({ x }) => ({ y: tf.mul(x!, 2), ...(() => { const { indices } = tf.topk(x!, 2); return { i: indices }; })() }), { x: { type: 'float32', dims: [4] } });
  console.log(JSON.stringify(g, (_, v) => typeof v === 'bigint' ? Number(v) : v, 1));
  checkGraph(g);
  const s = await nodeRuntime().load(encodeModel(g), { provider: 'cpu', threads: 1 });
  console.log(await s.run({ x: { type: 'float32', dims: [4], data: Float32Array.of(1, 4, 3, 2) } }));
});
