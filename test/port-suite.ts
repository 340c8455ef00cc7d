import {
  createRandom,
  type ElementType,
  type GraphRuntime,
  type GraphSession,
  type LoadOptions,
  type NamedTensors,
  type TensorValue,
} from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { affineGraph, counter, echoGraph, floats, stepGraph, sumGraph, topGraph } from './port-graphs.js';

/**
 * What every runtime behind the `GraphRuntime` port must do, as one vitest suite.
 *
 * @example
 * ```ts
 * describeGraphRuntime('runtime-node on cpu', nodeRuntime(), { provider: 'cpu', threads: 1 });
 * ```
 */
export function describeGraphRuntime(name: string, runtime: GraphRuntime, options: LoadOptions): void {
  const withSession = async (
    graph: Uint8Array,
    use: (session: GraphSession) => Promise<void>,
    more: Partial<LoadOptions> = {},
  ): Promise<void> => {
    const session = await runtime.load(graph, { ...options, ...more });
    try {
      await use(session);
    } finally {
      await session.dispose();
    }
  };
  const refuses = (graph: Uint8Array, feeds: NamedTensors, message: RegExp) =>
    withSession(graph, async (session) => {
      await expect(session.run(feeds)).rejects.toMatchObject({
        code: 'input',
        message: expect.stringMatching(message),
      });
    });

  describe(name, () => {
    const random = createRandom(7, 'port-suite');
    const normals = (count: number) => Float32Array.from({ length: count }, () => random.normal());
    const small = affineGraph(Float32Array.of(1, 2, 3, 4, 5, 6), Float32Array.of(10, 20));
    const wide = affineGraph(normals(64 * 16), normals(16));

    it('says what it loaded', () =>
      withSession(small, async (session) => {
        expect(runtime.version).toMatch(/^\d+\.\d+\.\d+/);
        expect(session).toMatchObject({
          provider: options.provider,
          threads: options.threads,
          inputs: [{ name: 'x', type: 'float32', dims: ['B', 3] }],
          outputs: [{ name: 'y', type: 'float32', dims: ['B', 2] }],
        });
      }));

    it('computes what the graph says, at any batch size', () =>
      withSession(small, async (session) => {
        // By hand: [1, 0, 0]·W + b and [1, 1, 1]·W + b.
        expect(await session.run({ x: floats([1, 3], [1, 0, 0]) })).toEqual({ y: floats([1, 2], [11, 22]) });
        expect(await session.run({ x: floats([2, 3], [1, 0, 0, 1, 1, 1]) })).toEqual({
          y: floats([2, 2], [11, 22, 19, 32]),
        });
      }));

    it('carries every element type', () => {
      const values: Record<ElementType, TensorValue> = {
        float32: floats([2], [-0.5, 3e38]),
        int32: { type: 'int32', dims: [2], data: Int32Array.of(-1, 2147483647) },
        int64: { type: 'int64', dims: [2], data: BigInt64Array.of(-1n, 2n ** 60n) },
        uint8: { type: 'uint8', dims: [2], data: Uint8Array.of(0, 255) },
        bool: { type: 'bool', dims: [2], data: Uint8Array.of(1, 0) },
      };
      return withSession(
        echoGraph(Object.keys(values) as ElementType[]),
        async (session) => {
          const echoed = await session.run(values);
          expect(echoed).toEqual(
            Object.fromEntries(Object.entries(values).map(([type, value]) => [`${type}.out`, value])),
          );
        },
        // WebGPU knows no 64-bit integers: they stay on the CPU.
        { strict: false },
      );
    });

    it('takes a view into a larger array', () =>
      withSession(small, async (session) => {
        const data = Float32Array.of(9, 9, 1, 0, 0, 9).subarray(2, 5);
        expect(await session.run({ x: { type: 'float32', dims: [1, 3], data } })).toEqual({
          y: floats([1, 2], [11, 22]),
        });
      }));

    it('gives the same bits again', () =>
      withSession(wide, async (session) => {
        const x = floats([33, 64], normals(33 * 64));
        const first = await session.run({ x });
        expect(await session.run({ x })).toEqual(first);
        await withSession(wide, async (another) => expect(await another.run({ x })).toEqual(first));
      }));

    it('gives a row the same result wherever it stands in the batch', () =>
      withSession(wide, async (session) => {
        const rows = 33;
        const x = normals(rows * 64);
        const order = random.permutation(rows);
        const shuffled = order.flatMap((row) => [...x.subarray(row * 64, (row + 1) * 64)]);
        const straight = (await session.run({ x: floats([rows, 64], x) })).y as TensorValue;
        const permuted = (await session.run({ x: floats([rows, 64], shuffled) })).y as TensorValue;
        const expected = order.flatMap((row) => [
          ...(straight.data as Float32Array).subarray(row * 16, (row + 1) * 16),
        ]);
        expect(permuted).toEqual(floats([rows, 16], expected));
      }));

    it('answers an empty batch without running the graph', () =>
      withSession(topGraph(), async (session) => {
        expect(await session.run({ x: floats([0, 4], []) })).toEqual({
          top: floats([0, 2], []),
          at: { type: 'int64', dims: [0, 2], data: new BigInt64Array(0) },
        });
        expect(await session.run({ x: floats([1, 4], [1, 7, 3, 5]) })).toMatchObject({ top: floats([1, 2], [7, 5]) });
      }));

    it('refuses what is not finite, saying where', async () => {
      await refuses(small, { x: floats([2, 3], [0, 0, 0, 0, Number.NaN, 0]) }, /"x" holds NaN at \[1, 1\]/);
      await refuses(small, { x: floats([1, 3], [0, 0, -Infinity]) }, /"x" holds -Infinity at \[0, 2\]/);
    });

    it('refuses unknown and missing inputs, naming those it has', async () => {
      const x = floats([1, 3], [0, 0, 0]);
      await refuses(small, {}, /missing "x".* exactly: "x"/);
      await refuses(small, { x, spectra: x }, /unknown "spectra".* exactly: "x"/);
    });

    it('refuses a wrong type, rank, shape or length', async () => {
      const int32: TensorValue = { type: 'int32', dims: [1, 3], data: new Int32Array(3) };
      await refuses(small, { x: int32 }, /"x" is int32\. Expected float32/);
      await refuses(small, { x: floats([3], [0, 0, 0]) }, /shape \[3\]\. Expected \[B, 3\]/);
      await refuses(small, { x: floats([1, 4], [0, 0, 0, 0]) }, /shape \[1, 4\]\. Expected \[B, 3\]/);
      await refuses(small, { x: floats([2, 3], [0, 0, 0]) }, /holds 3 values\. Expected 6/);
    });

    it('refuses two sizes for one symbolic dimension', () =>
      refuses(
        sumGraph(),
        { a: floats([2, 2], [1, 2, 3, 4]), b: floats([1, 2], [1, 2]) },
        /"b" has shape \[1, 2\]\. Expected \[B, 2\] with B = 2/,
      ));

    it('refuses bytes that are no graph', async () => {
      await expect(runtime.load(Uint8Array.of(1, 2, 3), options)).rejects.toMatchObject({ code: 'graph' });
    });

    it('runs nothing after dispose', async () => {
      const session = await runtime.load(small, options);
      await session.dispose();
      await session.dispose();
      await expect(session.run({ x: floats([1, 3], [0, 0, 0]) })).rejects.toMatchObject({ code: 'usage' });
    });

    describeStepper(withSession, options.provider === 'webgpu' ? 'int32' : 'int64');
  });
}

function describeStepper(
  withSession: (graph: Uint8Array, use: (session: GraphSession) => Promise<void>) => Promise<void>,
  counted: 'int32' | 'int64',
): void {
  const initial = () => ({
    w: floats([3], [1, 2, 3]),
    count: counter(counted, 0),
  });
  const feeds = { x: floats([3], [1, 0, -1]), rate: floats([], [0.5]) };

  describe('stepper', () => {
    it('advances its state and keeps it from the caller', () =>
      withSession(stepGraph(counted), async (session) => {
        const mine = initial();
        const stepper = session.stepper(mine);
        const losses: TensorValue[] = [];
        for (let i = 0; i < 3; i++) {
          const results = await stepper.step(feeds);
          expect(Object.keys(results)).toEqual(['loss']);
          losses.push(results.loss as TensorValue);
        }
        // By hand: w moves by −rate·x, so that the loss w·x falls by rate·|x|² = 1 a step.
        expect(losses).toEqual([-2, -3, -4].map((loss) => floats([], [loss])));
        const state = await stepper.state();
        expect(state).toEqual({
          w: floats([3], [-0.5, 2, 4.5]),
          count: counter(counted, 3),
        });
        expect(mine).toEqual(initial());
        (state.w as ReturnType<typeof floats>).data.fill(0);
        await stepper.step(feeds);
        expect((await stepper.state()).w).toEqual(floats([3], [-1, 2, 5]));
        await stepper.dispose();
      }));

    it('keeps two steppers of one session apart', () =>
      withSession(stepGraph(counted), async (session) => {
        const [one, other] = [session.stepper(initial()), session.stepper(initial())];
        await one.step(feeds);
        expect((await one.state()).w).toEqual(floats([3], [0.5, 2, 3.5]));
        expect(await other.state()).toEqual(initial());
      }));

    it('refuses wrong state and wrong feeds, and goes on after', () =>
      withSession(stepGraph(counted), async (session) => {
        const { w, count } = initial();
        const wrong = (message: RegExp) =>
          expect.objectContaining({ code: 'input', message: expect.stringMatching(message) });
        expect(() => session.stepper({ w })).toThrow(wrong(/missing "count"/));
        expect(() => session.stepper({ w, count, x: w })).toThrow(wrong(/unknown "x"/));
        expect(() => session.stepper({ w: floats([3], [0, Number.NaN, 0]), count })).toThrow(wrong(/NaN at \[1\]/));
        const stepper = session.stepper(initial());
        await expect(stepper.step({ ...feeds, w })).rejects.toEqual(wrong(/unknown "w"/));
        await expect(stepper.step({ ...feeds, rate: floats([], [Infinity]) })).rejects.toEqual(
          wrong(/"rate" holds Infinity/),
        );
        expect(await stepper.step(feeds)).toEqual({ loss: floats([], [-2]) });
      }));

    it('takes one step at a time', () =>
      withSession(stepGraph(counted), async (session) => {
        const stepper = session.stepper(initial());
        const first = stepper.step(feeds);
        await expect(stepper.step(feeds)).rejects.toMatchObject({ code: 'usage' });
        expect(await first).toEqual({ loss: floats([], [-2]) });
      }));

    it('refuses a graph without state, and steps after dispose', async () => {
      await withSession(sumGraph(), async (session) => {
        expect(() => session.stepper({})).toThrow(expect.objectContaining({ code: 'graph' }));
      });
      await withSession(stepGraph(counted), async (session) => {
        const stepper = session.stepper(initial());
        await stepper.dispose();
        await expect(stepper.step(feeds)).rejects.toMatchObject({ code: 'usage' });
        await expect(stepper.state()).rejects.toMatchObject({ code: 'usage' });
      });
    });
  });
}
