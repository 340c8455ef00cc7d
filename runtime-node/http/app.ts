import { OpenAPIHono } from '@hono/zod-openapi';
import { SpectroSimError } from '@spectrosim/models';
import type { Context } from 'hono';
import { compress } from 'hono/compress';
import { cors } from 'hono/cors';
import { HTTPException } from 'hono/http-exception';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { requestId } from 'hono/request-id';
import { bodyLimit } from './body-limit.js';
import type { Endpoint, EndpointEnv } from './endpoint.js';
import type { Inference } from './inference/inference.js';
import { pageHandler } from './page.js';
import { problemOf } from './problem.js';
import { requestLog } from './request-log.js';
import { addCompare } from './routes/compare.js';
import { addEmbed } from './routes/embed.js';
import { addExplain } from './routes/explain.js';
import { addHealth } from './routes/health.js';
import { addModelFiles } from './routes/model-files.js';
import { addModels } from './routes/models.js';
import { addOpenApi } from './routes/openapi.js';
import { securityHeaders } from './security.js';
import type { ServedModel } from './served-models.js';

/** 2,000 spectra of 2,080 bins in binary. */
const BODY_LIMIT_MIB = 16;

/** What an endpoint answers from, and how. */
export interface AppOptions {
  readonly models: readonly ServedModel[];
  readonly inference: Inference;
  /**
   * Largest body, in MiB.
   *
   * @default 16
   */
  readonly bodyLimitMiB?: number;
  /**
   * Origins whose pages may call.
   *
   * @default none but its own
   */
  readonly corsOrigins?: readonly string[];
  /** A built page: its `index.html` is served at `/`, its other files beside it. */
  readonly page?: { readonly folder: string };
  /** Takes a line a request. */
  readonly log?: (line: string) => void;
  /** Takes an error that was answered with 500, so that whoever runs the server learns of it. */
  readonly onFailure?: (error: unknown) => void;
}

/**
 * The HTTP endpoint as a Hono app, without a socket.
 *
 * Every response isolates its page from other origins (so that WebAssembly may use threads there) and has a content
 * policy under which ONNX Runtime Web runs. Every failure is a problem of RFC 9457.
 *
 * @example
 * ```ts
 * const { models } = await openModels('runs');
 * const inference = await startInference({ models, provider: 'cpu', threads: 2 });
 * const app = createApp({ models, inference });
 * const response = await app.request('/v1/models');
 * ```
 */
export function createApp(options: AppOptions): OpenAPIHono<EndpointEnv> {
  const { models, inference, bodyLimitMiB = BODY_LIMIT_MIB, corsOrigins = [], page, log, onFailure } = options;
  const app = new OpenAPIHono<EndpointEnv>();
  const stopping = () => inference.status().state === 'stopping';

  app.use(requestId());
  if (log !== undefined) {
    app.use(requestLog(log));
  }
  app.use(securityHeaders);
  app.use(async (c, next) => {
    if (stopping() && c.req.path !== '/healthz') {
      c.header('Connection', 'close');
      throw new SpectroSimError('unavailable', 'The server is stopping. Try again in a moment.');
    }
    await next();
    if (stopping()) {
      c.header('Connection', 'close');
    }
  });
  if (corsOrigins.length > 0) {
    app.use(cors({ origin: [...corsOrigins], allowMethods: ['GET', 'HEAD', 'POST'], exposeHeaders: EXPOSED }));
  }
  app.use(methodNotAllowed({ app, onMethodNotAllowed: (c, methods) => refuseMethod(c, methods) }));
  app.use('/v1/*', bodyLimit(bodyLimitMiB));
  for (const path of ['/v1/models', '/v1/models/:id', '/openapi.json']) {
    app.use(path, compress());
  }

  const endpoint: Endpoint = { app, models, inference };
  addHealth(endpoint);
  addModels(endpoint);
  addModelFiles(endpoint);
  addCompare(endpoint);
  addExplain(endpoint);
  addEmbed(endpoint);
  addOpenApi(endpoint);

  // Where no route is: so the page shadows none, and a wrong method is told from a wrong address.
  const pageFile = page && pageHandler(page.folder);
  app.notFound(async (c) => (await pageFile?.(c)) ?? refuseAddress(c, endpoint));
  app.onError((error, c) => {
    const response = problemOf(error, c);
    // A client that hung up is no failure; nobody reads the answer.
    if (response.status === 500 && !c.req.raw.signal.aborted) {
      onFailure?.(error);
    }
    return response;
  });
  return app;
}

/** Headers that a page of another origin may read. */
const EXPOSED = ['ETag', 'Retry-After', 'X-Model', 'X-Provider', 'X-Request-Id', 'X-Shape'];

function refuseMethod(c: Context, methods: readonly string[]): Response {
  c.header('Allow', methods.join(', '));
  const message = `${c.req.path} takes ${methods.join(', ')}. Got ${c.req.method}.`;
  return problemOf(new HTTPException(405, { message }), c);
}

function refuseAddress(c: Context, { app, models }: Endpoint): Response {
  const routes = app.openAPIRegistry.definitions.flatMap((definition) =>
    definition.type === 'route' ? [`${definition.route.method.toUpperCase()} ${definition.route.path}`] : [],
  );
  const message = `There is nothing at ${c.req.path}. Routes: ${routes.join(', ')}. Models: ${models.map(({ id }) => id).join(', ')}.`;
  return problemOf(new HTTPException(404, { message }), c);
}
