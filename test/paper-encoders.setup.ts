import { TINY } from './tiny-training.setup.js';

/** A preset of the papers, small. */
export interface PaperCase {
  readonly name: string;
  readonly config: object;
  /**
   * Which of a weight's numbers cannot have an effect, by its name and their index: with one token there is nothing to attend to, to
   * forget, or to mix in.
   */
  readonly dead?: (name: string, index: number) => boolean;
}

const { bins } = TINY;
const hidden = 8;
const embedding = 6;

/** Queries and keys: the first two thirds of what comes out of the joint layer. */
const queriesAndKeys = (name: string, index: number) => name.includes('.qkv.') && index % (3 * bins) < 2 * bins;

/** What comes from the state, and the second of four gates. */
const stateAndForgetGate = (name: string, index: number) =>
  name.endsWith('.hidden.weight') || (/layers\.\d+\./.test(name) && Math.floor((index % (4 * hidden)) / hidden) === 1);

/** All but the last of four points. */
const pastTokens = (name: string, index: number) => name.endsWith('.conv.weight') && index % 4 < 3;

/** Multiples of 4 as the schema has it, and not powers of 2 alone. */
const filters = [4, 8, 8, 12];

/** Every preset, on spectra of 32 bins. */
export const PAPER_CASES: readonly PaperCase[] = [
  { name: 'paper/transformer', config: { layers: 2, heads: 2, hidden, embedding }, dead: queriesAndKeys },
  { name: 'paper/moe', config: { layers: 2, heads: 2, experts: 3, hidden, embedding }, dead: queriesAndKeys },
  {
    name: 'paper/ensemble',
    config: { members: [1, 2].map((size) => ({ layers: size, heads: size })), hidden, embedding },
    dead: queriesAndKeys,
  },
  { name: 'paper/cnn', config: { filters, hidden, embedding } },
  { name: 'paper/resnet', config: { filters, hidden, embedding } },
  { name: 'paper/rcnn', config: { filters, stretches: 3, hidden, embedding } },
  { name: 'paper/kan', config: { layers: 2, hidden, sums: 3, embedding } },
  { name: 'paper/lstm', config: { layers: 2, hidden, embedding }, dead: stateAndForgetGate },
  { name: 'paper/vae', config: { hidden: [12, 8], latent: 5, classifier: 4, embedding } },
  { name: 'paper/mamba', config: { layers: 2, tokens: 5, hidden }, dead: pastTokens },
];
