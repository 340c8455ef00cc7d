import type { EndpointReport } from './endpoint.js';
import { textTable } from './text-table.js';

/** An endpoint report for a reader: the plain loop, then the endpoint under load. */
export function endpointText(report: EndpointReport): string {
  const { threads, rounds, seconds, bins, loadBefore, bytes, raw, idleHealthP99Ms, endpoint } = report;
  const ms = (value: number) => value.toFixed(value < 10 ? 1 : 0);
  const loops = raw.map(({ loop, pairsPerS, p50Ms, p99Ms }) => [loop, pairsPerS.toFixed(0), ms(p50Ms), ms(p99Ms)]);
  const loads = endpoint.map((row) => [
    `${row.body}, ${row.connections} connection${row.connections === 1 ? '' : 's'}`,
    row.requestsPerS.toFixed(0),
    ms(row.p50Ms),
    ms(row.p99Ms),
    row.requestsPerRun.toFixed(1),
    ms(row.healthP99Ms),
    `${row.failed}`,
  ]);
  return [
    `POST /v1/compare, default encoder without its residual path, ${bins} bins: ${bytes.binary} bytes a request in binary, ${bytes.JSON} in JSON; ${threads} threads of ONNX Runtime`,
    '',
    textTable([['plain loop', 'pairs/s', 'p50 ms', 'p99 ms'], ...loops]),
    '',
    textTable([['endpoint', 'requests/s', 'p50 ms', 'p99 ms', 'requests/run', '/healthz p99 ms', 'failed'], ...loads]),
    '',
    `/healthz p99 with nothing else to do: ${ms(idleHealthP99Ms)} ms. The load generator shares the cores with the server.`,
    `Medians of ${rounds} rounds in which loops and loads took turns of ${seconds} s.`,
    ...(loadBefore > 1
      ? [
          `The machine was BUSY: ${loadBefore.toFixed(1)} processes wanted a core before the start. Do not quote this run.`,
        ]
      : []),
  ].join('\n');
}
