/**
 * Ladders in threads of their own.
 *
 * @module
 */
export { defaultWorkers, type LadderWorkersOptions, ladderWorkers } from './ladder-workers.js';
