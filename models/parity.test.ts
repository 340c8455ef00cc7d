import { describe, expect, it } from 'vitest';
import { MANIFEST } from './artifact.setup.js';
import type { Model, PairScores } from './model.js';
import { checkParity, decodeReference, PARITY_GATES, type ParityReference, parityRowSchema } from './parity.js';
import { encodeSafetensors } from './safetensors.js';

// Three reference spectra whose "embedding" is twice the spectrum, three pairs; the threshold is 0.5.
const reference: ParityReference = {
  input: Float32Array.of(1, 0, 0, 2, 3, 0),
  embedding: Float32Array.of(2, 0, 0, 4, 6, 0),
  pairs: Int32Array.of(0, 1, 0, 2, 1, 2),
  score: Float32Array.of(0.1, 0.9, 0.5),
};

function modelGiving(
  embedding: Float32Array,
  score: Float32Array,
  kind: 'cosine' | 'llr' = 'cosine',
  band?: { lo: number; hi: number; rate: number },
) {
  const fed: Float32Array[] = [];
  const model = {
    manifest: { ...MANIFEST, files: {}, decision: { score: kind, threshold: 0.5, ...(band && { band }) } },
    embed: async () => embedding,
    score: async (a: Float32Array, b: Float32Array): Promise<PairScores> => {
      fed.push(a, b);
      return { similarity: score, score };
    },
  } as unknown as Model;
  return { model, fed };
}

const moved = (values: Float32Array, at: number, by: number) =>
  values.map((value, i) => (i === at ? value + by : value));
const row = (embedding: Float32Array, score: Float32Array, of = reference, kind?: 'cosine' | 'llr') =>
  checkParity('test', modelGiving(embedding, score, kind).model, of);

describe('checkParity', () => {
  it('passes what is the same, and scores the pairs that the reference names', async () => {
    const { model, fed } = modelGiving(reference.embedding, reference.score);
    expect(await checkParity('node', model, reference)).toEqual({
      runtime: 'node',
      status: 'pass',
      embedding: 0,
      score: 0,
      flips: 0,
    });
    expect(fed).toEqual([Float32Array.of(2, 0, 2, 0, 0, 4), Float32Array.of(0, 4, 6, 0, 6, 0)]);
  });

  it('measures an embedding against the largest reference number, and fails beyond the gate', async () => {
    const within = await row(moved(reference.embedding, 1, 0.9 * PARITY_GATES.embedding * 6), reference.score);
    expect(within.status).toBe('pass');
    expect(within.embedding).toBeCloseTo(0.9 * PARITY_GATES.embedding, 8);
    const beyond = await row(moved(reference.embedding, 1, 1.1 * PARITY_GATES.embedding * 6), reference.score);
    expect(beyond).toMatchObject({ status: 'fail', flips: 0 });
  });

  it('gives a real GPU, and no software driver, the wider gate for embeddings', async () => {
    const { model } = modelGiving(
      moved(reference.embedding, 1, 0.9 * PARITY_GATES.embeddingOnGpu * 6),
      reference.score,
    );
    const onGpu = await checkParity('webgpu', model, reference, { name: 'a GPU', software: false });
    expect(onGpu).toMatchObject({ status: 'pass', device: { name: 'a GPU', software: false } });
    const inSoftware = await checkParity('webgpu', model, reference, { name: 'SwiftShader', software: true });
    expect(inSoftware.status).toBe('fail');
  });

  it.each(['cosine', 'llr'] as const)('fails a %s beyond its gate', async (kind) => {
    const score = (share: number) =>
      row(reference.embedding, moved(reference.score, 1, share * PARITY_GATES[kind]), reference, kind);
    expect((await score(0.9)).status).toBe('pass');
    expect((await score(1.1)).status).toBe('fail');
  });

  it('counts a flip only where the reference is clear of the threshold', async () => {
    const flips = async (expected: number, got: number) =>
      (await row(reference.embedding, Float32Array.of(got), {
        ...reference,
        pairs: Int32Array.of(0, 1),
        score: Float32Array.of(expected),
      })) as { flips: number; status: string };
    const gate = PARITY_GATES.cosine;
    expect(await flips(0.5 + 0.5 * gate, 0.5 - 0.4 * gate)).toMatchObject({ flips: 0, status: 'pass' });
    expect(await flips(0.5 - 0.5 * gate, 0.5 + 0.4 * gate)).toMatchObject({ flips: 0, status: 'pass' });
    expect(await flips(0.6, 0.4)).toMatchObject({ flips: 1, status: 'fail' });
    expect(await flips(0.4, 0.6)).toMatchObject({ flips: 1, status: 'fail' });
  });

  it.each<[string, number, number, number]>([
    ['same for undecided', 2.5, 1.9, 1],
    ['undecided for same', 1.9, 2.5, 1],
    ['undecided for different', -1.2, -0.9, 1],
    ['different for undecided', -0.9, -1.2, 1],
    ['different for same', 3, -3, 1],
    ['same source for another, though neither is a verdict', 0.6, 0.4, 1],
    ['undecided for same, within the gate of that limit', 2 - 0.5 * PARITY_GATES.llr, 2 + 0.4 * PARITY_GATES.llr, 0],
    ['different for undecided, within the gate of that limit', -1, -1 - 0.4 * PARITY_GATES.llr, 0],
    ['nothing', 1.2, 1.8, 0],
  ])('with a band from -1 to 2 counts %s', async (_, expected, got, flips) => {
    const { model } = modelGiving(reference.embedding, Float32Array.of(got), 'llr', { lo: -1, hi: 2, rate: 0.05 });
    const one = { ...reference, pairs: Int32Array.of(0, 1), score: Float32Array.of(expected) };
    expect(await checkParity('test', model, one)).toMatchObject({ flips });
  });

  it.each<[string, Float32Array, Float32Array]>([
    ['an embedding that is not a number', moved(reference.embedding, 0, Number.NaN), reference.score],
    ['a score that is not a number', reference.embedding, moved(reference.score, 0, Number.NaN)],
    ['an infinite score', reference.embedding, moved(reference.score, 0, Number.POSITIVE_INFINITY)],
    ['too few embeddings', reference.embedding.subarray(2), reference.score],
    ['too many scores', reference.embedding, Float32Array.of(0.1, 0.9, 0.5, 0.5)],
  ])('fails %s with a reason, in a row that JSON can hold', async (_, embedding, score) => {
    const got = await row(embedding, score);
    expect(got).toMatchObject({ status: 'fail', reason: expect.any(String) });
    expect(parityRowSchema.parse(JSON.parse(JSON.stringify(got)))).toEqual(got);
  });

  it('fails a runtime that cannot run the model, in its words', async () => {
    const model = { ...modelGiving(reference.embedding, reference.score).model };
    const broken = { ...model, embed: () => Promise.reject(new Error('no kernel')) } as unknown as Model;
    expect(await checkParity('web', broken, reference)).toEqual({
      runtime: 'web',
      status: 'fail',
      reason: 'no kernel',
    });
  });

  it('fails against a reference that is not finite', async () => {
    const damaged = { ...reference, embedding: moved(reference.embedding, 0, Number.NaN) };
    expect((await row(reference.embedding, reference.score, damaged)).status).toBe('fail');
  });
});

describe('decodeReference', () => {
  const tensors = {
    input: { type: 'float32', dims: [3, 2], data: reference.input },
    embedding: { type: 'float32', dims: [3, 2], data: reference.embedding },
    pairs: { type: 'int32', dims: [3, 2], data: reference.pairs },
    score: { type: 'float32', dims: [3], data: reference.score },
  } as const;

  it('reads what training writes', () => {
    expect(decodeReference(encodeSafetensors(tensors))).toEqual(reference);
  });

  it('refuses a tensor that is absent or of another type', () => {
    const { pairs: _, ...without } = tensors;
    expect(() => decodeReference(encodeSafetensors(without))).toThrow(/no int32 tensor "pairs"/);
    expect(() => decodeReference(encodeSafetensors({ ...tensors, pairs: tensors.score }))).toThrow(/"pairs"/);
  });
});
