import { STATUS_CODES } from 'node:http';
import { z } from '@hono/zod-openapi';
import { type ErrorCode, SpectroSimError } from '@spectrosim/models';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { fieldErrorSchema, fieldErrors } from './parse.js';

/** The HTTP status of each kind of error. */
const STATUS_OF: Readonly<Record<ErrorCode, ContentfulStatusCode>> = {
  usage: 400,
  input: 422,
  artifact: 500,
  runtime: 500,
  graph: 500,
  exists: 500,
  check: 500,
  training: 500,
  interrupted: 500,
  unavailable: 503,
};

/** The `code` of what only HTTP can say, by status. */
const CODE_OF: Readonly<Record<number, string>> = {
  404: 'not-found',
  405: 'method-not-allowed',
  409: 'no-explanation',
  413: 'too-large',
  415: 'media-type',
};

/** Seconds after which a client may try again what was refused as `unavailable`. */
const RETRY_AFTER_S = 1;

/** Why a request failed: problem details of RFC 9457. */
export const problemSchema = z
  .object({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    instance: z.string(),
    requestId: z.string(),
    errors: z.array(fieldErrorSchema).optional(),
  })
  .meta({
    id: 'Problem',
    description: 'Why a request failed (RFC 9457). `detail` says what was wrong, what was expected and what to do.',
    example: {
      type: 'about:blank',
      title: 'Unprocessable Entity',
      status: 422,
      detail: 'Spectrum "a" has 259 intensities. Expected 260.',
      code: 'input',
      instance: '/v1/compare',
      requestId: '0b1f6f0e-8d1c-4c0a-9d6b-2f6a3f0e7c11',
    },
  });

/** An error as the response that says so; the one place where kinds of errors become HTTP statuses. */
export function problemOf(error: unknown, c: Context): Response {
  if (error instanceof SpectroSimError) {
    const fields = fieldErrors(error);
    return problem(c, STATUS_OF[error.code], error.code, error.message, fields === undefined ? {} : { errors: fields });
  }
  if (error instanceof HTTPException) {
    return problem(c, error.status, CODE_OF[error.status] ?? 'usage', error.message);
  }
  return problem(c, 500, 'defect', 'This is a defect of SpectroSim. The server has printed it; please report it.');
}

/** The documentation of the statuses that a route may fail with. */
export function problems(...statuses: readonly (keyof typeof WHEN)[]) {
  const content = { 'application/problem+json': { schema: problemSchema } };
  return Object.fromEntries(statuses.map((status) => [status, { description: WHEN[status], content }]));
}

const WHEN = {
  400: 'The body or the query is malformed.',
  404: 'There is no such model or file.',
  409: 'There is no explanation: the model was written before models could explain themselves, or the parts that were asked for do not add up to the score. The verdict holds.',
  413: 'The body is too large.',
  415: 'The body is neither JSON nor 32-bit floats.',
  422: 'The spectra do not fit the model.',
  503: 'The server is full, starting its inference anew, or stopping. Try again after Retry-After seconds.',
} as const;

function problem(
  c: Context,
  status: ContentfulStatusCode,
  code: string,
  detail: string,
  more: Pick<z.infer<typeof problemSchema>, 'errors'> = {},
): Response {
  const body: z.infer<typeof problemSchema> = {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    code,
    instance: c.req.path,
    requestId: c.get('requestId') as string,
    ...more,
  };
  return c.body(JSON.stringify(body), status, {
    'Content-Type': 'application/problem+json',
    ...(status === 503 ? { 'Retry-After': `${RETRY_AFTER_S}` } : {}),
  });
}
