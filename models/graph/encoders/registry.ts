import { SpectroSimError } from '@spectrosim/models';
import type { EncoderDefinition } from './encoder.js';
import { residual } from './residual.js';
import { transformer } from './transformer.js';

const ENCODERS: Readonly<Record<string, EncoderDefinition<unknown>>> = {
  [residual.name]: residual as EncoderDefinition<unknown>,
  [transformer.name]: transformer as EncoderDefinition<unknown>,
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
