/**
 * Ladders in threads of their own.
 *
 * @module
 */
export { defaultWorkers, type WorkersDemand } from './default-workers.js';
export { type LadderWorkersOptions, ladderWorkers } from './ladder-workers.js';
