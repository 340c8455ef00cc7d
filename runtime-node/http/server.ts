import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { SpectroSimError } from '@spectrosim/models';
import type { createApp } from './app.js';
import type { Inference } from './inference/inference.js';

/** Where to listen. */
export interface ListenOptions {
  /** The address of a network of this machine; `127.0.0.1` is for this machine alone. */
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
}

/** A server that listens. */
export interface RunningServer {
  /** Its address, as `http://127.0.0.1:8080`. */
  readonly url: string;
  /**
   * Stops it: no new connection is taken, new requests are refused, those that have come are answered, and the inference
   * thread is ended.
   *
   * @param graceS after so many seconds what is not answered is cut off
   * @default 10
   */
  stop(graceS?: number): Promise<void>;
}

/**
 * Puts an app on a socket.
 *
 * @throws SpectroSimError `usage` when it cannot listen there: the port is in use, or needs rights, or the host is not
 * one of this machine.
 * @example
 * ```ts
 * const server = await listen(createApp({ models, inference }), inference, { host: '127.0.0.1', port: 0 });
 * await fetch(`${server.url}/healthz`);
 * await server.stop();
 * ```
 */
export async function listen(
  app: Pick<ReturnType<typeof createApp>, 'fetch'>,
  inference: Inference,
  { host, port }: ListenOptions,
): Promise<RunningServer> {
  const server = createAdaptorServer({ fetch: app.fetch, hostname: host }) as Server;
  await new Promise<void>((listening, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => failed(refusal(error, host, port)));
    server.listen(port, host, listening);
  });
  const { port: taken, family, address } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`,
    async stop(graceS = 10) {
      const closed = new Promise<void>((done) => server.close(() => done()));
      inference.announceStop();
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), graceS * 1000);
      await closed;
      clearTimeout(timer);
      await inference.close();
    },
  };
}

function refusal(cause: NodeJS.ErrnoException, host: string, port: number): SpectroSimError {
  const text =
    {
      EADDRINUSE: `Port ${port} of ${host} is in use. Choose another with --port, or --port 0 for a free one.`,
      EACCES: `Port ${port} of ${host} may not be used by this account. Choose one from 1024 up with --port.`,
      EADDRNOTAVAIL: `${host} is not an address of this machine. Use 127.0.0.1 for this machine alone, 0.0.0.0 for every network.`,
      ENOTFOUND: `There is no host ${host}. Use 127.0.0.1 for this machine alone, 0.0.0.0 for every network.`,
    }[cause.code ?? ''] ?? `The server cannot listen on port ${port} of ${host}: ${cause.message}.`;
  return new SpectroSimError('usage', text, { cause });
}
