import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeModel } from '@spectrosim/export';
import type { NamedTensors } from '@spectrosim/models';
import { optimisedStep, traceStep } from '@spectrosim/training';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { z } from 'zod';
import { type MklFloor, timeInMkl } from './mkl-floor.js';
import { timeInOrt } from './product-floor.js';
import { type CountedProduct, PRODUCT_OPERATORS, productsOf } from './products.js';
import { createWorkload } from './workload.js';

/** Time of one operator type within one step. */
export interface OperatorTime {
  readonly op: string;
  /** Nodes of this type, after ONNX Runtime's own optimisation. */
  readonly nodes: number;
  readonly msPerStep: number;
}

/** What `npm run bench -- profile` found. */
export interface ProfileReport {
  readonly batch: number;
  readonly threads: number;
  /** Nodes as traced, and as the training engine gives them to ONNX Runtime. */
  readonly tracedNodes: number;
  readonly optimisedNodes: number;
  /** Operators, the slowest first. */
  readonly operators: readonly OperatorTime[];
  /** Single nodes, the slowest first, with their input and output shapes. */
  readonly slowest: readonly { readonly node: string; readonly shapes: string; readonly msPerStep: number }[];
  /** The step's products of matrices: in it, and alone. */
  readonly products: ProductFloors;
}

/** What the products of a step take, and what they would take if there were nothing else. */
export interface ProductFloors {
  readonly kinds: readonly (CountedProduct & { readonly ortMs: number; readonly mklMs: number | null })[];
  /** Within the step. */
  readonly msPerStep: number;
  /** Each alone in ONNX Runtime. */
  readonly ortMs: number;
  /** Each alone in MKL; null where there is no peer. */
  readonly mklMs: number | null;
  /** What MKL's times come from, or why there are none. */
  readonly peer: string;
}

const WARM = 3;

/** The events of ONNX Runtime's profile that this reads. */
const eventsSchema = z.array(
  z.object({
    cat: z.string(),
    name: z.string(),
    dur: z.number(),
    args: z
      .object({
        op_name: z.string().optional(),
        input_type_shape: z.unknown().optional(),
        output_type_shape: z.unknown().optional(),
      })
      .optional(),
  }),
);

/**
 * Runs the training engine's step under ONNX Runtime's profiler and sums time by operator type, each node at the fastest of
 * the steps: what it takes when nothing else disturbs it. Beside it stand the step's products of matrices alone.
 */
export async function profileStep(
  batch: number,
  threads: number,
  steps: number,
  head?: string,
): Promise<ProfileReport> {
  const { step, batches, scalarsAt } = createWorkload(batch, head);
  const tracedNodes = traceStep(step).nodes.length;
  const graph = optimisedStep(step, 'cpu');
  const folder = mkdtempSync(join(tmpdir(), 'spectrosim-profile-'));
  try {
    const session = await InferenceSession.create(encodeModel(graph), {
      executionProviders: ['cpu'],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      graphOptimizationLevel: 'all',
      enableMemPattern: false,
      logSeverityLevel: 3,
      enableProfiling: true,
      profileFilePrefix: join(folder, 'step'),
    });
    const feeds = { ...asFeeds('state', step.initialState), ...asFeeds('batch', batches[0] as NamedTensors) };
    const scalars = Object.entries(scalarsAt(1)).map(([name, value]) => [
      `scalar/${name}`,
      new Tensor('float32', Float32Array.of(value), []),
    ]);
    for (let i = 0; i < WARM + steps; i++) {
      await session.run({ ...feeds, ...Object.fromEntries(scalars) });
    }
    session.endProfiling();
    await session.release();
    const file = join(folder, readdirSync(folder)[0] as string);
    const events = eventsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    const { operators, slowest } = summarise(events, steps);
    const msPerStep = operators
      .filter(({ op }) => (PRODUCT_OPERATORS as readonly string[]).includes(op))
      .reduce((sum, one) => sum + one.msPerStep, 0);
    return {
      batch,
      threads,
      tracedNodes,
      optimisedNodes: graph.nodes.length,
      operators,
      slowest,
      products: { ...(await floorsOf(productsOf(graph), threads, steps)), msPerStep },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function floorsOf(
  products: readonly CountedProduct[],
  threads: number,
  rounds: number,
): Promise<Omit<ProductFloors, 'msPerStep'>> {
  const ort = await timeInOrt(products, threads, rounds);
  const mkl: MklFloor = timeInMkl(products, threads, rounds);
  const mklMs = 'ms' in mkl ? mkl.ms : undefined;
  const sum = (ms: readonly number[]) => products.reduce((total, { count }, i) => total + count * (ms[i] as number), 0);
  return {
    kinds: products.map((product, i) => ({ ...product, ortMs: ort[i] as number, mklMs: mklMs?.[i] ?? null })),
    ortMs: sum(ort),
    mklMs: mklMs === undefined ? null : sum(mklMs),
    peer: 'skipped' in mkl ? `SKIPPED, ${mkl.skipped}` : mkl.description,
  };
}

function asFeeds(prefix: string, values: NamedTensors): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(values).map(([name, { type, dims, data }]) => [
      `${prefix}/${name}`,
      new Tensor(type, data, dims) as Tensor,
    ]),
  );
}

function summarise(events: z.infer<typeof eventsSchema>, steps: number): Pick<ProfileReport, 'operators' | 'slowest'> {
  const nodes = new Map<string, { op: string; shapes: string; times: number[] }>();
  for (const { cat, name, dur, args } of events) {
    if (cat === 'Node' && name.endsWith('_kernel_time') && args?.op_name !== undefined) {
      const shapes = `${JSON.stringify(args.input_type_shape)} -> ${JSON.stringify(args.output_type_shape)}`;
      const node = nodes.get(name) ?? { op: args.op_name, shapes: shapes.replaceAll(/[{}"]|float:?/g, ''), times: [] };
      node.times.push(dur / 1000);
      nodes.set(name, node);
    }
  }
  // Of the last runs: the first ones warm caches and allocate.
  const spent = [...nodes].map(([name, { op, shapes, times }]) => ({
    node: name.replace('_kernel_time', ''),
    op,
    shapes,
    msPerStep: Math.min(...times.slice(-steps)),
  }));
  const operators = [...new Set(spent.map(({ op }) => op))].map((op) => {
    const own = spent.filter((one) => one.op === op);
    return { op, nodes: own.length, msPerStep: own.reduce((sum, { msPerStep }) => sum + msPerStep, 0) };
  });
  const slowestFirst = (a: { msPerStep: number }, b: { msPerStep: number }) => b.msPerStep - a.msPerStep;
  return {
    operators: operators.sort(slowestFirst),
    slowest: spent.sort(slowestFirst).map(({ node, shapes, msPerStep }) => ({ node, shapes, msPerStep })),
  };
}
