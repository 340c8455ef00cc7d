import { SpectroSimError } from './errors.js';
import { checkFeeds, emptyOutputs, hasEmptyBatch } from './feeds.js';
import { type GraphSession, type GraphStepper, type NamedTensors, nextStateName, type ValueInfo } from './runtime.js';

/**
 * The duties that {@link GraphSession} promises, around a session that only runs graphs: feeds are checked, an empty
 * batch is answered without running, a stepper takes one step at a time, and nothing runs after `dispose`.
 *
 * Every adapter wraps its sessions in this one, so that all runtimes refuse the same things in the same words.
 */
export function checkedSession(raw: GraphSession): GraphSession {
  const life = lifetime('session', 'Load the graph again.', () => raw.dispose());
  return {
    provider: raw.provider,
    threads: raw.threads,
    inputs: raw.inputs,
    outputs: raw.outputs,
    async run(feeds) {
      life.check();
      const sizes = checkFeeds(raw.inputs, feeds);
      return hasEmptyBatch(feeds) ? emptyOutputs(raw.outputs, sizes) : raw.run(feeds);
    },
    stepper(initial) {
      life.check();
      return checkedStepper(raw, initial, life.check);
    },
    dispose: life.dispose,
  };
}

function checkedStepper(raw: GraphSession, initial: NamedTensors, checkSession: () => void): GraphStepper {
  const { state, fed, results } = splitState(raw);
  // The state is checked once: later states are what the graph made of it.
  const stateSizes = checkFeeds(state, initial);
  const inner = raw.stepper(initial);
  const life = lifetime('stepper', 'Make another from the session.', () => inner.dispose());
  let busy = false;
  return {
    async step(feeds) {
      checkSession();
      life.check();
      if (busy) {
        throw new SpectroSimError('usage', 'A step is still running. Await it before the next.');
      }
      const sizes = checkFeeds(fed, feeds, stateSizes);
      if (hasEmptyBatch(feeds)) {
        return emptyOutputs(results, sizes);
      }
      busy = true;
      try {
        return await inner.step(feeds);
      } finally {
        busy = false;
      }
    },
    async state() {
      checkSession();
      life.check();
      return inner.state();
    },
    async before() {
      checkSession();
      life.check();
      return inner.before?.();
    },
    dispose: life.dispose,
  };
}

/**
 * Sorts a graph's inputs and outputs: state `s` that the graph advances to `s.next`, other inputs, other outputs.
 *
 * @throws SpectroSimError `graph` when there is no state, or a state changes its type or shape
 */
function splitState({ inputs, outputs }: GraphSession) {
  const next = new Map(outputs.map((output) => [output.name, output]));
  const state = inputs.filter(({ name }) => next.has(nextStateName(name)));
  if (state.length === 0) {
    throw new SpectroSimError(
      'graph',
      `The graph has no state to step: no input "s" has an output "${nextStateName('s')}".`,
    );
  }
  for (const input of state) {
    const output = next.get(nextStateName(input.name)) as ValueInfo;
    if (output.type !== input.type || output.dims.join() !== input.dims.join()) {
      throw new SpectroSimError(
        'graph',
        `State "${input.name}" is ${describe(input)} but "${output.name}" is ${describe(output)}. Expected the same type and shape.`,
      );
    }
  }
  const stateOutputs = new Set(state.map(({ name }) => nextStateName(name)));
  return {
    state,
    fed: inputs.filter((input) => !state.includes(input)),
    results: outputs.filter(({ name }) => !stateOutputs.has(name)),
  };
}

function describe({ type, dims }: ValueInfo): string {
  return `${type} [${dims.join(', ')}]`;
}

/** Refuses use after `dispose`; a second `dispose` does nothing. */
function lifetime(what: string, advice: string, free: () => Promise<void>) {
  let disposed = false;
  return {
    check() {
      if (disposed) {
        throw new SpectroSimError('usage', `This ${what} was disposed. ${advice}`);
      }
    },
    async dispose() {
      if (!disposed) {
        disposed = true;
        await free();
      }
    },
  };
}
