import { createRoute } from '@hono/zod-openapi';
import { SpectroSimError } from '@spectrosim/models';
import { accepts } from 'hono/accepts';
import type { z } from 'zod';
import { littleEndianBytes } from '../binary-body.js';
import type { Endpoint } from '../endpoint.js';
import { problems } from '../problem.js';
import { BINARY_TYPE, bodyOf, JSON_TYPE, readSpectra } from '../request.js';
import { binaryQuerySchema, embeddingsSchema, embedRequestSchema } from '../schemas.js';
import type { SpectraForm } from '../spectra-form.js';

const route = createRoute({
  method: 'post',
  path: '/v1/embed',
  summary: 'Spectra as embeddings',
  description:
    'As JSON, or as rows of little-endian 32-bit floats (NaN is missing) with the model in the query. With Accept: application/octet-stream the embeddings come as such floats too, and the headers X-Model, X-Provider and X-Shape say the rest.',
  request: { query: binaryQuerySchema, body: bodyOf('EmbedRequest') },
  responses: {
    200: {
      description: 'The embeddings.',
      content: {
        [JSON_TYPE]: { schema: embeddingsSchema },
        [BINARY_TYPE]: { schema: { type: 'string', format: 'binary' } },
      },
    },
    ...problems(400, 404, 413, 415, 422, 503),
  },
});

const form: SpectraForm<typeof embedRequestSchema> = {
  schema: embedRequestSchema,
  spectra: ({ spectra }) => spectra.map((values, i) => ({ name: `spectra[${i}]`, values })),
  names(count) {
    if (count === 0) {
      throw new SpectroSimError('input', 'The body holds an axis and no spectra. Expected at least one.');
    }
    return Array.from({ length: count }, (_, i) => `spectra[${i}]`);
  },
};

/** `POST /v1/embed` */
export function addEmbed({ app, models, inference }: Endpoint): void {
  app.openAPIRegistry.register('EmbedRequest', embedRequestSchema);
  app.openAPIRegistry.registerPath(route);
  app.post(route.path, async (c) => {
    const { model, rows } = await readSpectra(c, models, form);
    const flat = await inference.embed(model, rows, c.req.raw.signal);
    const width = model.artifact.manifest.embedding;
    const count = flat.length / width;
    c.header('Vary', 'Accept', { append: true });
    if (accepts(c, { header: 'Accept', supports: [JSON_TYPE, BINARY_TYPE], default: JSON_TYPE }) === BINARY_TYPE) {
      return c.body(littleEndianBytes(flat), 200, {
        'Content-Type': BINARY_TYPE,
        'X-Model': encodeURIComponent(model.id),
        'X-Provider': inference.provider,
        'X-Shape': `${count}, ${width}`,
      });
    }
    const answer: z.infer<typeof embeddingsSchema> = {
      embeddings: Array.from({ length: count }, (_, i) => Array.from(flat.subarray(i * width, (i + 1) * width))),
      model: model.id,
      provider: inference.provider,
    };
    return c.json(answer);
  });
}
