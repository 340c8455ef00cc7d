/**
 * The load generator of the endpoint benchmark, in a process of its own: one JSON task as its argument, one JSON result
 * on standard output.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { argv, stdout } from 'node:process';
import autocannon from 'autocannon';
import type { z } from 'zod';
import { type loadResultSchema, loadTaskSchema } from './endpoint-task.js';

const { url, connections, durationS, contentType, bodyFile } = loadTaskSchema.parse(JSON.parse(argv[2] as string));
const { requests, latency, duration, non2xx, errors } = await autocannon({
  url,
  connections,
  duration: durationS,
  method: 'POST',
  headers: { 'Content-Type': contentType },
  body: readFileSync(bodyFile),
});
const result: z.infer<typeof loadResultSchema> = {
  requestsPerS: requests.total / duration,
  p50Ms: latency.p50,
  p99Ms: latency.p99,
  failed: non2xx + errors,
};
stdout.write(JSON.stringify(result));
