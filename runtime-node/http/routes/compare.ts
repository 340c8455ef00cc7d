import { createRoute } from '@hono/zod-openapi';
import type { Endpoint } from '../endpoint.js';
import { pairForm } from '../pair-form.js';
import { problems } from '../problem.js';
import { bodyOf, readSpectra } from '../request.js';
import { binaryQuerySchema, compareRequestSchema, verdictSchema } from '../schemas.js';
import { verdictAnswer } from '../verdict-answer.js';

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

const form = pairForm(compareRequestSchema);

/** `POST /v1/compare` */
export function addCompare({ app, models, inference }: Endpoint): void {
  app.openAPIRegistry.register('CompareRequest', compareRequestSchema);
  app.openAPIRegistry.registerPath(route);
  app.post(route.path, async (c) => {
    const { model, rows } = await readSpectra(c, models, form);
    const pair = await inference.compare(model, rows, c.req.raw.signal);
    return c.json(verdictAnswer(model, pair, inference.provider));
  });
}
