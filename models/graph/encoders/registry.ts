import { SpectroSimError } from '@spectrosim/models';
import { cnn } from './cnn.js';
import { cnnTransformer } from './cnn-transformer.js';
import type { EncoderDefinition } from './encoder.js';
import { kan } from './kan.js';
import { mamba } from './mamba.js';
import { moe } from './moe.js';
import { peakGraph } from './peak-graph.js';
import { residual } from './residual.js';
import { transformer } from './transformer.js';

const ENCODERS: Readonly<Record<string, EncoderDefinition<unknown>>> = {
  [residual.name]: residual as EncoderDefinition<unknown>,
  [transformer.name]: transformer as EncoderDefinition<unknown>,
  [moe.name]: moe as EncoderDefinition<unknown>,
  [kan.name]: kan as EncoderDefinition<unknown>,
  [mamba.name]: mamba as EncoderDefinition<unknown>,
  [cnn.name]: cnn as EncoderDefinition<unknown>,
  [cnnTransformer.name]: cnnTransformer as EncoderDefinition<unknown>,
  [peakGraph.name]: peakGraph as EncoderDefinition<unknown>,
};

/** The names of all encoders. */
export function encoderNames(): string[] {
  return Object.keys(ENCODERS);
}

/**
 * The encoder called `name`.
 *
 * @throws SpectroSimError `usage` when there is none; the message lists those there are.
 */
export function encoderOf(name: string): EncoderDefinition<unknown> {
  const encoder = ENCODERS[name];
  if (encoder === undefined) {
    throw new SpectroSimError('usage', `There is no encoder "${name}". Encoders: ${encoderNames().join(', ')}.`);
  }
  return encoder;
}
