import { createRoute } from '@hono/zod-openapi';
import { decide, SpectroSimError, verdictWords } from '@spectrosim/models';
import type { z } from 'zod';
import type { Endpoint } from '../endpoint.js';
import { problems } from '../problem.js';
import { bodyOf, readSpectra } from '../request.js';
import { binaryQuerySchema, compareRequestSchema, verdictSchema } from '../schemas.js';
import type { SpectraForm } from '../spectra-form.js';

const route = createRoute({
  method: 'post',
  path: '/v1/compare',
  summary: 'Do two spectra come from one source?',
  description:
    'As JSON, or as two rows of little-endian 32-bit floats (NaN is missing) with the model in the query. Requests that come together are run together.',
  request: { query: binaryQuerySchema, body: bodyOf('CompareRequest') },
  responses: {
    200: { description: 'The verdict.', content: { 'application/json': { schema: verdictSchema } } },
    ...problems(400, 404, 413, 415, 422, 503),
  },
});

const form: SpectraForm<typeof compareRequestSchema> = {
  schema: compareRequestSchema,
  spectra: ({ a, b }) => [
    { name: 'a', values: a },
    { name: 'b', values: b },
  ],
  names(count) {
    if (count !== 2) {
      throw new SpectroSimError('input', `The body holds ${count} spectra. Expected two to compare.`);
    }
    return ['a', 'b'];
  },
};

/** `POST /v1/compare` */
export function addCompare({ app, models, inference }: Endpoint): void {
  app.openAPIRegistry.register('CompareRequest', compareRequestSchema);
  app.openAPIRegistry.registerPath(route);
  app.post(route.path, async (c) => {
    const { model, rows } = await readSpectra(c, models, form);
    const { manifest } = model.artifact;
    const pair = await inference.compare(model, rows, c.req.raw.signal);
    const decided = decide(manifest.decision, pair);
    const { sameSource, score, similarity, threshold, undecided } = decided;
    const verdict: z.infer<typeof verdictSchema> = {
      sameSource,
      score,
      similarity,
      threshold,
      undecided,
      ...verdictWords(decided, manifest),
      decision: manifest.decision.score,
      group: manifest.data.group,
      simulated: manifest.simulated,
      model: model.id,
      provider: inference.provider,
    };
    return c.json(verdict);
  });
}
