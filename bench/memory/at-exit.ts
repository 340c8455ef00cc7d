/**
 * Loaded before a program (`node --import`): when its process ends, says on file descriptor 3 how much memory that took.
 *
 * @module
 */
import { writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { peakMb } from './peak.js';

if (isMainThread) {
  process.on('exit', () => {
    writeSync(3, JSON.stringify({ peakMb: peakMb() }));
  });
}
