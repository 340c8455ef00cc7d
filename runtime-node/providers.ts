import { type LoadOptions, type Provider, SpectroSimError } from '@spectrosim/models';
import type { InferenceSession } from 'onnxruntime-node';

/** What a provider adds to the session options that all share. */
type ProviderOptions = (options: LoadOptions) => InferenceSession.SessionOptions;

const providers: Partial<Record<Provider, ProviderOptions>> = {
  // `strict` asks nothing here: it guards against a fall-back to the CPU, and this is the CPU.
  cpu: () => ({ executionProviders: ['cpu'] }),
};

/**
 * The options of an onnxruntime-node session for what was asked: that provider and those threads, or an error.
 *
 * @throws SpectroSimError `runtime` when this runtime does not have the provider, `usage` for an impossible thread count
 */
export function sessionOptions(options: LoadOptions): InferenceSession.SessionOptions {
  const provider = providers[options.provider];
  if (provider === undefined) {
    throw new SpectroSimError(
      'runtime',
      `Provider "${options.provider}" is not available in node. Available: ${Object.keys(providers).join(', ')}.`,
    );
  }
  if (!Number.isInteger(options.threads) || options.threads < 1) {
    throw new SpectroSimError('usage', `threads is ${options.threads}. Expected a whole number from 1 up.`);
  }
  return {
    intraOpNumThreads: options.threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    // Errors only: warnings (an initializer that is not used, a node moved) are not for the user of a command.
    logSeverityLevel: 3,
    ...provider(options),
  };
}
