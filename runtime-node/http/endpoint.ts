import type { OpenAPIHono } from '@hono/zod-openapi';
import type { RequestIdVariables } from 'hono/request-id';
import type { Inference } from './inference/inference.js';
import type { ServedModel } from './served-models.js';

/** What a handler finds in its context. */
export interface EndpointEnv {
  Variables: RequestIdVariables;
}

/** What a route is added to, and what it answers from. */
export interface Endpoint {
  readonly app: OpenAPIHono<EndpointEnv>;
  readonly models: readonly ServedModel[];
  readonly inference: Inference;
}
