import { createAxis, createRandom } from '@spectrosim/models';
import { encoderOf } from '@spectrosim/models/graph';
import { nodeRuntime } from '@spectrosim/runtime-node';
import { graphEngine } from '@spectrosim/training';
import { createWorkload } from './dist/workload.js';

const names = process.argv.slice(2);
for (const arg of names) {
  const [name, json] = [arg.split(':')[0], arg.includes(':') ? arg.slice(arg.indexOf(':') + 1) : '{}'];
  try {
    const config = JSON.parse(json);
    const e = encoderOf(name);
    const axis = createAxis(
      'm/z',
      Array.from({ length: 2080 }, (_, i) => 77 + 0.4436 * i),
    );
    const count = (c) =>
      Object.values(e.initial(e.config.parse(c), axis, createRandom(1, 'x')).trainable).reduce(
        (s, v) => s + v.data.length,
        0,
      );
    const t0 = performance.now();
    const w = createWorkload(16, undefined, { name, config });
    const engine = graphEngine(nodeRuntime(), { provider: 'cpu', threads: 2 });
    const running = await engine.start(w.step);
    const start = performance.now() - t0;
    const ms = [];
    const losses = [];
    for (let t = 1; t <= 9; t++) {
      const t1 = performance.now();
      const r = await running.step(w.batches[t % 4], w.scalarsAt(t));
      ms.push(performance.now() - t1);
      losses.push(r.loss);
    }
    await running.dispose();
    ms.sort((a, b) => a - b);
    console.log(
      name,
      json,
      'params',
      count(config),
      'residual',
      count({ ...config, residual: true }),
      'start',
      start.toFixed(0),
      'min ms',
      ms[0].toFixed(0),
      'median',
      ms[4].toFixed(0),
      'loss',
      losses[0].toFixed(3),
      losses.at(-1).toFixed(3),
    );
  } catch (error) {
    console.log(name, error.stack.slice(0, 900));
  }
}
