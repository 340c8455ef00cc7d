import { z } from 'zod';

/** What to send, how much of it at once, and for how long. */
export const loadTaskSchema = z.strictObject({
  url: z.string(),
  connections: z.int(),
  durationS: z.number(),
  contentType: z.string(),
  bodyFile: z.string(),
});

/** What a load came to. */
export const loadResultSchema = z.object({
  requestsPerS: z.number(),
  p50Ms: z.number(),
  p99Ms: z.number(),
  /** Answers other than 2xx, and connections that failed. */
  failed: z.int(),
});
