import { z } from 'zod';
import { SpectroSimError } from './errors.js';
import type { Model } from './model.js';
import type { TensorValue } from './runtime.js';
import { decodeSafetensors } from './safetensors.js';
import { type Decision, limitsOf } from './verdict.js';

/**
 * How far a runtime may differ from the reference. Two float32 runtimes that sum in another order differ by about 1e-7
 * of the numbers summed; the gates leave room for the depth of an encoder and for large raw intensities, and no more.
 */
export const PARITY_GATES = {
  /** Largest difference of an embedding, as a share of the largest reference number. */
  embedding: 2e-5,
  /** The same on a real GPU, whose drivers choose how a product is summed and how a function is approximated. */
  embeddingOnGpu: 1e-3,
  /** Largest difference of a cosine. */
  cosine: 5e-6,
  /** Largest difference of a calibrated log-likelihood ratio. */
  llr: 1e-3,
} as const;

/** The reference a model carries: inputs, and what node's CPU made of them. */
export interface ParityReference {
  /** Raw intensities `[R, L]`: random mixtures of training spectra, none as it was measured. */
  readonly input: Float32Array;
  /** `[R, E]` */
  readonly embedding: Float32Array;
  /** Indices of `P` pairs `[P, 2]`. */
  readonly pairs: Int32Array;
  /** `[P]` */
  readonly score: Float32Array;
}

/** What a GPU provider computes on. */
const deviceSchema = z.strictObject({
  name: z.string(),
  /** Computed on the CPU by a software driver: the gates of a CPU hold. */
  software: z.boolean(),
});

/** One runtime's row of a parity report. */
export const parityRowSchema = z.strictObject({
  runtime: z.string(),
  device: deviceSchema.optional(),
  status: z.enum(['pass', 'fail', 'unavailable']),
  /** Largest embedding difference over the largest reference number. */
  embedding: z.number().optional(),
  /** Largest score difference. */
  score: z.number().optional(),
  /**
   * Pairs with another verdict, or none where the reference has one, or one where it has none. Those within the score's gate of
   * the limit in question, threshold or end of the band, are left out.
   */
  flips: z.int().optional(),
  /** Why it could not run, or gave nothing to compare. */
  reason: z.string().optional(),
});

/** `parity.json`: which runtimes gave the reference's answer, for one manifest. */
export const parityReportSchema = z.strictObject({
  manifest: z.string(),
  gates: z.strictObject({ embedding: z.number(), embeddingOnGpu: z.number(), score: z.number() }),
  rows: z.array(parityRowSchema),
});

/** One runtime's row of a parity report. */
export type ParityRow = z.infer<typeof parityRowSchema>;

/** What a GPU provider computes on: its name, and whether that is software. */
export type ParityDevice = z.infer<typeof deviceSchema>;

/** A parity report. */
export type ParityReport = z.infer<typeof parityReportSchema>;

/** Reads `reference.safetensors`. @throws SpectroSimError `artifact` when a tensor is absent. */
export function decodeReference(bytes: Uint8Array): ParityReference {
  const tensors = decodeSafetensors(bytes, 'reference.safetensors');
  const data = <T extends TensorValue['type']>(name: string, type: T) => {
    const tensor = tensors[name];
    if (tensor?.type !== type) {
      throw new SpectroSimError(
        'artifact',
        `reference.safetensors has no ${type} tensor "${name}". Train the model again.`,
      );
    }
    return tensor.data as Extract<TensorValue, { type: T }>['data'];
  };
  return {
    input: data('input', 'float32'),
    embedding: data('embedding', 'float32'),
    pairs: data('pairs', 'int32'),
    score: data('score', 'float32'),
  };
}

/** What a model, on whatever runtime it was loaded, makes of reference inputs. */
export async function runReference(
  model: Model,
  { input, pairs }: Pick<ParityReference, 'input' | 'pairs'>,
): Promise<Pick<ParityReference, 'embedding' | 'score'>> {
  const embedding = await model.embed(input);
  const width = model.manifest.embedding;
  const side = (offset: number) => {
    const rows = new Float32Array((pairs.length / 2) * width);
    for (let p = 0; p < pairs.length / 2; p++) {
      const index = pairs[2 * p + offset] as number;
      rows.set(embedding.subarray(index * width, (index + 1) * width), p * width);
    }
    return rows;
  };
  const { score } = await model.score(side(0), side(1));
  return { embedding, score };
}

/**
 * Compares a runtime with the reference, by the gates.
 *
 * @param runtime its name, for the report
 * @param model the artifact, loaded on that runtime
 * @param device what a GPU provider computes on; a real GPU has the wider gate for embeddings
 * @example
 * ```ts
 * const row = await checkParity('Chromium wasm, 1 thread', model, decodeReference(bytes)); // { status: 'pass', … }
 * ```
 */
export async function checkParity(
  runtime: string,
  model: Model,
  reference: ParityReference,
  device?: ParityDevice,
): Promise<ParityRow> {
  const row = { runtime, ...(device === undefined ? {} : { device }) };
  const failed = (reason: string): ParityRow => ({ ...row, status: 'fail', reason });
  let got: Awaited<ReturnType<typeof runReference>>;
  try {
    got = await runReference(model, reference);
  } catch (error) {
    // A runtime that cannot run the model, or whose embeddings are not numbers, so that the pair score refuses them.
    return failed((error as Error).message);
  }
  if (got.embedding.length !== reference.embedding.length || got.score.length !== reference.score.length) {
    return failed(
      `gave ${got.embedding.length} embedding numbers and ${got.score.length} scores where the reference has ${reference.embedding.length} and ${reference.score.length}`,
    );
  }
  const { decision } = model.manifest;
  const gate = PARITY_GATES[decision.score];
  const scale = reference.embedding.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) || 1;
  const embedding = largestDifference(got.embedding, reference.embedding) / scale;
  const score = largestDifference(got.score, reference.score);
  if (!Number.isFinite(embedding) || !Number.isFinite(score)) {
    return failed('gave numbers that are not finite');
  }
  const flips = reference.score.reduce(
    (count, expected, p) => count + (isFlip(decision, expected, got.score[p] as number, gate) ? 1 : 0),
    0,
  );
  const widest = device?.software === false ? PARITY_GATES.embeddingOnGpu : PARITY_GATES.embedding;
  const pass = embedding <= widest && score <= gate && flips === 0;
  return { ...row, status: pass ? 'pass' : 'fail', embedding, score, flips };
}

/** Whether two scores lie on different sides of a limit that the first is not within the gate of. */
function isFlip(decision: Decision, expected: number, got: number, gate: number): boolean {
  return limitsOf(decision).some((limit) => Math.abs(expected - limit) > gate && expected >= limit !== got >= limit);
}

/** The largest absolute difference; infinite where either is not a number. */
function largestDifference(a: Float32Array, b: Float32Array): number {
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs((a[i] as number) - (b[i] as number));
    largest = difference <= largest ? largest : Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  return largest;
}
