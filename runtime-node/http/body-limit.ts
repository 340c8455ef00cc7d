import type { Context, MiddlewareHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';

/**
 * Refuses bodies above a limit with 413. One whose length is announced is refused unread. Another is read up to the limit;
 * what is beyond it is thrown away, as much again, so that a client that is still sending gets to read the answer.
 *
 * (Hono's own leaves the rest of such a body unread, upon which the connection is cut off under the next request.)
 */
export function bodyLimit(limitMiB: number): MiddlewareHandler {
  const most = limitMiB * 2 ** 20;
  const refusal = () =>
    new HTTPException(413, {
      message: `The body is larger than ${limitMiB} MiB. Send fewer spectra at once, or start the server with a larger --body-limit.`,
    });
  return async (c, next) => {
    const announced = c.req.header('Content-Length');
    if (announced !== undefined && c.req.header('Transfer-Encoding') === undefined) {
      // Node's parser takes no more than was announced.
      if (Number(announced) > most) {
        throw refusal();
      }
    } else if (c.req.raw.body !== null) {
      const body = await readUpTo(c.req.raw.body, most, c);
      if (body === undefined) {
        throw refusal();
      }
      c.req.raw = new Request(c.req.raw, { body });
    }
    await next();
  };
}

/** The whole body; `undefined` when it has more than `most` bytes. */
async function readUpTo(stream: ReadableStream<Uint8Array>, most: number, c: Context): Promise<Blob | undefined> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const reader = stream.getReader();
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return size > most ? undefined : new Blob(parts);
    }
    size += value.length;
    if (size <= most) {
      parts.push(new Uint8Array(value));
    } else if (size > 2 * most) {
      c.header('Connection', 'close');
      return undefined;
    }
  }
}
