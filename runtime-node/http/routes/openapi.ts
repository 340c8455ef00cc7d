import { createRoute } from '@hono/zod-openapi';
import type { Endpoint } from '../endpoint.js';

const route = createRoute({
  method: 'get',
  path: '/openapi.json',
  summary: 'This description',
  responses: {
    200: {
      description: 'The description of the endpoint, OpenAPI 3.1.',
      content: { 'application/json': { schema: { type: 'object' } } },
    },
  },
});

/** `GET /openapi.json`: what the schemas say, as OpenAPI 3.1. Added last, it describes every route before it. */
export function addOpenApi({ app }: Endpoint): void {
  app.openAPIRegistry.registerPath(route);
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'SpectroSim',
      version: '1',
      description: 'Do two spectra come from the same source? Models of SpectroSim over HTTP.',
      license: { name: 'MIT' },
    },
    servers: [{ url: '/' }],
  });
  app.get(route.path, (c) => c.json(document));
}
