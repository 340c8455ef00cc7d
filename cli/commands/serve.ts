import { stderr } from 'node:process';
import type { LoadOptions } from '@spectrosim/models';
import type { RunningServer, ServedModel } from '@spectrosim/runtime-node/http';
import { type Command, InvalidArgumentError } from 'commander';
import { builtPage } from '../browser/built-page.js';
import { integer, withRuntime } from '../options.js';
import { createOutput, table } from '../output.js';
import { simulatedText } from '../report.js';
import { requireProvider } from '../runtimes/require-provider.js';

type Options = LoadOptions & {
  models: string;
  host: string;
  port: number;
  bodyLimit?: number;
  cors?: string[];
  log?: boolean;
  json?: boolean;
};

/** `spectrosim serve` */
export function addServe(program: Command): void {
  withRuntime(program.command('serve'))
    .summary('answer over HTTP')
    .description(
      'Serves models over HTTP: a page at / that compares two files without sending them anywhere, POST /v1/compare, POST /v1/embed, GET /v1/models, GET /healthz, GET /openapi.json.',
    )
    .requiredOption('--models <folder>', 'an artifact that "train" wrote, or a folder of such artifacts')
    .option('--port <n>', 'where to listen; 0 takes a free port', port, 8080)
    .option('--host <address>', 'where to listen; 0.0.0.0 is every network of this machine', '127.0.0.1')
    .option('--body-limit <MiB>', 'largest body (default: 16)', integer(1))
    .option('--cors <origins...>', 'origins whose pages may call, such as https://lab.example', origins)
    .option('--log', 'print a line a request to standard error')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n  spectrosim serve --models runs/start-1/model\n  curl http://127.0.0.1:8080/v1/models\n\nStops on Ctrl-C or SIGTERM when the requests that have come are answered, after 10 seconds at the latest.',
    )
    .action(async (options: Options) => {
      const output = createOutput(options.json === true);
      // Loaded here: no other command needs a web framework.
      const { createApp, listen, openModels, startInference } = await import('@spectrosim/runtime-node/http');
      await requireProvider(options.provider);
      const folder = builtPage('app');
      const { models, skipped } = await openModels(options.models);
      if (skipped.length > 0) {
        output.note(`Not models, left out: ${skipped.join(', ')} (no manifest.json).`);
      }
      const inference = await startInference({ models, provider: options.provider, threads: options.threads });
      const print = (line: string) => stderr.write(`${line}\n`);
      const app = createApp({
        models,
        inference,
        page: { folder },
        ...(options.bodyLimit === undefined ? {} : { bodyLimitMiB: options.bodyLimit }),
        ...(options.cors === undefined ? {} : { corsOrigins: options.cors }),
        ...(options.log === true ? { log: print } : {}),
        onFailure: (error) => print(`spectrosim: ${error instanceof Error ? error.stack : error}`),
      });
      let server: RunningServer;
      try {
        server = await listen(app, inference, options);
      } catch (error) {
        await inference.close();
        throw error;
      }
      const { url } = server;
      const { provider, threads } = inference;
      output.result({ url, provider, threads, models: models.map(describe) }, servedText(url, models, inference));
      if (!LOOPBACK.test(options.host)) {
        output.note('Whoever reaches this machine can call it: it has no accounts and no TLS. See docs/endpoint.md.');
      }
      output.note(`${await stopSignal()}: answering what has come, then stopping.`);
      await server.stop();
    });
}

/** Origins as a browser sends them: anything else would never match, and nobody would know. */
function origins(text: string, before: readonly string[] = []): string[] {
  const origin = URL.canParse(text) ? new URL(text).origin : undefined;
  if (text !== '*' && origin !== text) {
    throw new InvalidArgumentError(
      origin === undefined || origin === 'null'
        ? 'Expected an origin such as https://lab.example.'
        : `Expected the origin alone: ${origin}.`,
    );
  }
  return [...before, text];
}

/** Hosts that only this machine reaches. */
const LOOPBACK = /^(127\.|::1$|localhost$)/;

/** A port's number. */
function port(text: string): number {
  const value = integer(0)(text);
  if (value > 65_535) {
    throw new InvalidArgumentError('Expected a port from 0 to 65535.');
  }
  return value;
}

/** npm passes a Ctrl-C on to a process that has had it from the terminal: within this time it is the same one. */
const SAME_SIGNAL_MS = 1000;

/** The signal to stop. One that comes later ends the process at once, as it would any other. */
function stopSignal(): Promise<NodeJS.Signals> {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  return new Promise((resolve) => {
    const hear = (signal: NodeJS.Signals) => {
      resolve(signal);
      setTimeout(() => {
        for (const name of signals) {
          process.off(name, hear);
        }
      }, SAME_SIGNAL_MS).unref();
    };
    for (const name of signals) {
      process.on(name, hear);
    }
  });
}

function describe({ id, artifact: { manifest } }: ServedModel) {
  const { quantity, axis } = manifest.input;
  return {
    id,
    quantity,
    bins: axis.length,
    group: manifest.data.group,
    decision: manifest.decision,
    simulated: manifest.simulated,
  };
}

function servedText(url: string, models: readonly ServedModel[], { provider, threads }: LoadOptions): string {
  const rows = models
    .map(describe)
    .map(({ id, quantity, bins, group, decision, simulated }) => [
      id,
      `${bins} bins of ${quantity}`,
      `same ${group} when ${decision.score} ≥ ${decision.threshold.toFixed(4)}`,
      simulated ? 'simulated' : '',
    ]);
  return [
    `Serving ${url} on ${provider}, ${threads} thread${threads === 1 ? '' : 's'}`,
    table(rows),
    ...(models.some(({ artifact }) => artifact.manifest.simulated) ? [simulatedText()] : []),
    `Open ${url} in a browser, or try: curl ${url}/v1/models    Stop: Ctrl-C`,
  ].join('\n');
}
