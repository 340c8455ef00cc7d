// A process of its own that does one run of a benchmark after another, as it is told.
import { SpectroSimError } from '@spectrosim/models';
import { doRun, type RunOrder, type RunOutcome } from './do-run.js';

const send = (outcome: RunOutcome) =>
  new Promise<void>((done) => {
    // The parent may be gone: then there is nobody to tell, and 'disconnect' ends this.
    process.send?.(outcome, undefined, undefined, () => done());
  });

// Ctrl-C reaches all processes of a terminal; what ends this one is the parent.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit(0));
process.on('message', async (order: RunOrder) => {
  try {
    await send({ record: await doRun(order) });
  } catch (error) {
    const { message, stack } = error as Error;
    await send({ failed: error instanceof SpectroSimError ? message : (stack ?? message) });
  }
});
