import type { GraphSession, Provider } from '@spectrosim/models';

// What is under way in each provider's bundle of ONNX Runtime, which is one WebAssembly instance.
const underWay = new Map<Provider, Promise<unknown>>();

/**
 * Does one thing after another in a provider's bundle.
 *
 * The instance can wait for a GPU in the middle of a call, and must not be entered again meanwhile: two graphs that run
 * at once on WebGPU spin for ever.
 */
export function inTurn<T>(provider: Provider, work: () => Promise<T>): Promise<T> {
  const turn = (underWay.get(provider) ?? Promise.resolve()).then(work);
  // A failure is for whoever asked; the next turn comes all the same.
  underWay.set(
    provider,
    turn.catch(() => undefined),
  );
  return turn;
}

/** The session with every call that enters its bundle made in turn. What is refused at once is refused outside of it. */
export function turnTaking(session: GraphSession): GraphSession {
  const { provider } = session;
  return {
    provider,
    threads: session.threads,
    inputs: session.inputs,
    outputs: session.outputs,
    run: (feeds) => inTurn(provider, () => session.run(feeds)),
    stepper(initial) {
      const stepper = session.stepper(initial);
      return {
        step: (feeds) => inTurn(provider, () => stepper.step(feeds)),
        state: () => inTurn(provider, () => stepper.state()),
        dispose: () => inTurn(provider, () => stepper.dispose()),
      };
    },
    dispose: () => inTurn(provider, () => session.dispose()),
  };
}
