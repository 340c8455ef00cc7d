import { loadModel, type Model, type SpectrumSet, selectRows } from '@spectrosim/models';
import { nodeRuntime, readArtifact } from '@spectrosim/runtime-node';
import { median, percentile } from './statistics.js';

/** What a loop without a server came to. */
export interface RawRow {
  readonly loop: string;
  readonly pairsPerS: number;
  /** Of one call. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Pairs in the large batch, as many as the endpoint runs together at most. */
const PAIRS = 16;

const WARM = 5;

/** The same model in a plain loop of this process: what there is to be reached, with nobody else on the cores. */
export async function rawLoops(folder: string, pair: SpectrumSet, threads: number, seconds: number): Promise<RawRow[]> {
  const [a, b] = [selectRows(pair, [0]), selectRows(pair, [1])];
  const rows: RawRow[] = [];
  for (const spinning of [true, false]) {
    const model = await loadModel(readArtifact(folder), nodeRuntime({ spinning }), { provider: 'cpu', threads });
    const name = spinning ? '' : ', threads sleep between runs';
    rows.push(await timed(`model.compare${name}`, 1, seconds, () => model.compare(a, b)));
    rows.push(await timed(`${PAIRS} pairs a run${name}`, PAIRS, seconds, together(model, pair)));
    await model.dispose();
  }
  return rows;
}

/** Embeds the pair {@link PAIRS} times in one run and scores it in one. */
function together(model: Model, { intensities }: SpectrumSet): () => Promise<unknown> {
  const many = new Float32Array(PAIRS * intensities.length);
  for (let i = 0; i < PAIRS; i++) {
    many.set(intensities, i * intensities.length);
  }
  return async () => {
    const embeddings = await model.embed(many);
    const half = embeddings.length / 2;
    return model.score(embeddings.subarray(0, half), embeddings.subarray(half));
  };
}

async function timed(loop: string, pairs: number, seconds: number, call: () => Promise<unknown>): Promise<RawRow> {
  for (let i = 0; i < WARM; i++) {
    await call();
  }
  const times: number[] = [];
  const end = performance.now() + 1000 * seconds;
  while (performance.now() < end) {
    const start = performance.now();
    await call();
    times.push(performance.now() - start);
  }
  const total = times.reduce((sum, ms) => sum + ms, 0);
  return {
    loop,
    pairsPerS: (1000 * pairs * times.length) / total,
    p50Ms: median(times),
    p99Ms: percentile(times, 0.99),
  };
}
