import { createRoute, z } from '@hono/zod-openapi';
import { describeRecipe } from '@spectrosim/models';
import type { Endpoint } from '../endpoint.js';
import { modelOf } from '../model-of.js';
import { problems } from '../problem.js';
import { modelListSchema, modelSchema, type modelSummarySchema } from '../schemas.js';
import { REVALIDATED } from '../send-file.js';
import type { ServedModel } from '../served-models.js';

const list = createRoute({
  method: 'get',
  path: '/v1/models',
  summary: 'What models there are',
  responses: { 200: { description: 'The models.', content: { 'application/json': { schema: modelListSchema } } } },
});

const one = createRoute({
  method: 'get',
  path: '/v1/models/{id}',
  summary: 'One model, with its axis and its files',
  request: { params: z.object({ id: z.string() }) },
  responses: {
    200: { description: 'The model.', content: { 'application/json': { schema: modelSchema } } },
    ...problems(404),
  },
});

/** `GET /v1/models` and `GET /v1/models/{id}` */
export function addModels({ app, models, inference: { provider, threads } }: Endpoint): void {
  app.openapi(list, (c) => {
    c.header('Cache-Control', REVALIDATED);
    return c.json({ models: models.map(summary), provider, threads }, 200);
  });
  app.openapi(one, (c) => {
    c.header('Cache-Control', REVALIDATED);
    const model = modelOf(models, c.req.param('id'));
    const { files, input } = model.artifact.manifest;
    const hashed = Object.entries(files).map(([path, sha256]) => ({ path, sha256 }));
    const unhashed = [...model.unhashed].map(([path, { sha256 }]) => ({ path, sha256 }));
    return c.json({ ...summary(model), axis: input.axis, files: [...unhashed, ...hashed] }, 200);
  });
}

function summary({ id, artifact, axis, parity }: ServedModel): z.infer<typeof modelSummarySchema> {
  const { simulated, data, input, branches, embedding, decision, metrics } = artifact.manifest;
  return {
    id,
    simulated,
    group: data.group,
    input: {
      quantity: input.quantity,
      bins: input.axis.length,
      range: [axis.values[0] as number, axis.values.at(-1) as number],
      missing: input.missing,
    },
    branches: branches.map(({ preprocessing, encoder, backEnd, embedding: width }) => ({
      preprocessing: describeRecipe(preprocessing),
      encoder: encoder?.name ?? null,
      backEnd: backEnd.name,
      embedding: width,
    })),
    embedding,
    decision,
    metrics: metrics ?? null,
    parity: parity?.rows ?? null,
    manifest: artifact.manifestHash,
  };
}
