import { createRoute } from '@hono/zod-openapi';
import type { Endpoint } from '../endpoint.js';
import { healthSchema } from '../schemas.js';

const content = { 'application/json': { schema: healthSchema } };

const route = createRoute({
  method: 'get',
  path: '/healthz',
  summary: 'Whether the server answers, and how busy it is',
  description: 'Never waits for a graph run. Any other status than "ok" is answered with 503.',
  responses: {
    200: { description: 'It answers.', content },
    503: { description: 'Its inference thread is not there, or it is stopping.', content },
  },
});

/** `GET /healthz` */
export function addHealth({ app, models, inference }: Endpoint): void {
  const started = performance.now();
  app.openapi(route, (c) => {
    const { state, lastFailure, ...counts } = inference.status();
    const health = {
      status: state,
      models: models.length,
      uptimeS: Math.round(performance.now() - started) / 1000,
      ...counts,
      lastFailure: lastFailure ?? null,
    };
    c.header('Cache-Control', 'no-store');
    return c.json(health, state === 'ok' ? 200 : 503);
  });
}
