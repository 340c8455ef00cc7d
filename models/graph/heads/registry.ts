import { SpectroSimError } from '@spectrosim/models';
import { centredHead } from './centred.js';
import type { HeadDefinition } from './head.js';
import { paperHead } from './paper.js';
import { spectralHead } from './spectral.js';

const HEADS: Readonly<Record<string, HeadDefinition>> = {
  [spectralHead.name]: spectralHead,
  [paperHead.name]: paperHead,
  [centredHead.name]: centredHead,
};

/** The names of all projection heads. */
export function headNames(): string[] {
  return Object.keys(HEADS);
}

/**
 * The projection head called `name`.
 *
 * @throws SpectroSimError `usage` when there is none; the message lists those there are.
 */
export function headOf(name: string): HeadDefinition {
  const head = HEADS[name];
  if (head === undefined) {
    throw new SpectroSimError('usage', `There is no projection head "${name}". Heads: ${headNames().join(', ')}.`);
  }
  return head;
}
