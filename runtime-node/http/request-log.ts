import type { MiddlewareHandler } from 'hono';
import type { EndpointEnv } from './endpoint.js';

/** A line a request: `POST /v1/compare 200 3.1 ms 0b1f6f0e-…`, the last being its request id. */
export function requestLog(log: (line: string) => void): MiddlewareHandler<EndpointEnv> {
  return async (c, next) => {
    const start = performance.now();
    await next();
    const ms = (performance.now() - start).toFixed(1);
    log(`${c.req.method} ${c.req.path} ${c.res.status} ${ms} ms ${c.get('requestId')}`);
  };
}
