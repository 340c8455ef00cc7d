import { likelihoodWords, type Manifest, PARITY_GATES, rowOf, sealArtifact } from '@spectrosim/models';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, json, type TinyEndpoint, tinyEndpoint, toJson } from './endpoint.setup.js';
import { tinyVerifier } from './tiny-artifact.setup.js';

/** A verifier with a band from −1 to 1, whatever its groups could show. */
async function withBand(): Promise<Readonly<Record<string, Uint8Array>>> {
  const { files } = await tinyVerifier();
  const { files: _, ...manifest } = JSON.parse(new TextDecoder().decode(files['manifest.json'])) as Manifest;
  const decision = { ...manifest.decision, band: { lo: -1, hi: 1, rate: 0.2 } };
  const { 'manifest.json': __, ...others } = files;
  return sealArtifact({ ...manifest, decision }, others);
}

describe('POST /v1/compare by log-likelihood ratios', () => {
  let endpoint: TinyEndpoint;
  beforeAll(async () => {
    endpoint = await tinyEndpoint({ files: await withBand() });
  });
  afterAll(() => endpoint.close());

  it('answers as the model does in this process, in words too, and gives no verdict in the band', async () => {
    const { embed, score, manifest } = endpoint.model;
    const { bound } = manifest.decision;
    expect(bound).toBeGreaterThan(0);
    const spectra = endpoint.set.intensities.map((value) => (Number.isNaN(value) ? 0 : value));
    const embeddings = await embed(spectra);
    const width = manifest.embedding;
    const at = (i: number) => embeddings.subarray(i * width, (i + 1) * width);
    const seen = new Set<string>();
    for (let j = 1; j < endpoint.set.names.length; j++) {
      const expected = await score(at(0), at(j));
      const llr = expected.score[0] as number;
      const body = { a: toJson(rowOf(endpoint.set, 0)), b: toJson(rowOf(endpoint.set, j)) };
      const response = await endpoint.app.request('/v1/compare', json(body));
      expect(response.status).toBe(200);
      const answer = await bodyOf(response);
      expect(Math.abs((answer.score as number) - llr)).toBeLessThanOrEqual(PARITY_GATES.llr);
      expect(Math.abs((answer.similarity as number) - (expected.similarity[0] as number))).toBeLessThanOrEqual(
        PARITY_GATES.cosine,
      );
      // By the score that was answered: the rest of it must follow.
      const given = answer.score as number;
      const undecided = given >= -1 && given < 1;
      const verdict = undecided ? 'no verdict' : given >= 0 ? 'same' : 'different';
      expect(answer).toMatchObject({
        decision: 'llr',
        threshold: 0,
        sameSource: given >= 0,
        undecided,
        verdict,
        likelihood: likelihoodWords(given, 'batch', bound),
        group: 'batch',
        simulated: true,
      });
      expect(Math.abs(given)).toBeLessThanOrEqual(bound as number);
      seen.add(verdict);
    }
    expect([...seen].sort()).toEqual(['different', 'no verdict', 'same']);
  });

  it('shows the branches, the bound and the band of the model', async () => {
    const { models } = await bodyOf(await endpoint.app.request('/v1/models'));
    const { manifest } = endpoint.served.artifact;
    expect(models).toMatchObject([
      {
        id: 'tiny',
        decision: { score: 'llr', threshold: 0, bound: manifest.decision.bound, band: { lo: -1, hi: 1, rate: 0.2 } },
        branches: manifest.branches.map(({ backEnd, embedding }) => ({
          preprocessing: expect.any(String),
          encoder: null,
          backEnd: backEnd.name,
          embedding,
        })),
        metrics: { measured: 'recipe', model: { cllr: { mean: expect.any(Number) } } },
      },
    ]);
  });
});
