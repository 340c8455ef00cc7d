import '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32_SUMS } from '../eager.setup.js';
import { kanLoop } from '../layers/kan.setup.js';
import { mambaLoop } from '../layers/mamba-block.setup.js';
import { layerNormalised, linear, places, plus, type Read, type Row, within } from '../loops.setup.js';
import { randomEncoder } from './encoders.setup.js';

const EMBEDDING = 6;
/** 18 bins are four patches of four and one of two. */
const [BINS, PATCH] = [18, 4];

/** Patches of a spectrum, zeros where the last one has no bins, as tokens at their positions. */
function tokensOf(read: Read, row: Row, width: number): number[][] {
  return places(Math.ceil(BINS / PATCH)).map((token) =>
    plus(
      linear(
        within(read, 'patches'),
        places(PATCH).map((i) => row[token * PATCH + i] ?? 0),
        width,
      ),
      places(width).map((d) => read('positions', token * width + d)),
    ),
  );
}

/** What all read-outs of tokens are. */
function readOut(read: Read, tokens: readonly Row[]): number[] {
  return linear(
    within(read, 'embedding'),
    tokens.flatMap((token) => layerNormalised(within(read, 'norm'), token)),
    EMBEDDING,
  );
}

const turned = (rows: readonly Row[]): Row[] =>
  places((rows[0] as Row).length).map((d) => rows.map((row) => row[d] as number));

const sizes = { width: 4, inner: 3, state: 2, rank: 2 };

/** Blocks by turns from the first token to the last and from the last to the first. */
function mamba(read: Read, row: Row): number[] {
  let tokens: Row[] = tokensOf(read, row, sizes.width);
  for (const layer of places(3)) {
    const ordered = layer % 2 === 1 ? tokens.toReversed() : tokens;
    const mixed = mambaLoop(within(read, `blocks.${layer}`), ordered, sizes);
    tokens = layer % 2 === 1 ? mixed.toReversed() : mixed;
  }
  return readOut(read, tokens);
}

/** `x += KAN(LN(x)ᵀ)ᵀ`, then `x += KAN(LN(x))`. */
function kan(read: Read, row: Row): number[] {
  const width = 3;
  let tokens: Row[] = tokensOf(read, row, width);
  for (const layer of places(2)) {
    const block = within(read, `blocks.${layer}`);
    const normal = (which: string) => tokens.map((token) => layerNormalised(within(block, which), token));
    const along = turned(normal('norm1')).map((feature) => kanLoop(within(block, 'along'), feature, tokens.length, 5));
    tokens = tokens.map((token, t) => plus(token, turned(along)[t] as Row));
    const across = normal('norm2').map((token) => kanLoop(within(block, 'within'), token, width, 5));
    tokens = tokens.map((token, t) => plus(token, across[t] as Row));
  }
  return readOut(read, tokens);
}

describe('our own encoders give the numbers of their formulas, in double precision', () => {
  it.each([
    ['mamba', { patch: PATCH, layers: 3, ...sizes, embedding: EMBEDDING }, mamba],
    ['kan', { patch: PATCH, width: 3, layers: 2, embedding: EMBEDDING }, kan],
  ])('%s', (name, config, loop) => {
    const { read, rows, encode } = randomEncoder(name, config, BINS);
    const expected = rows.flatMap((row) => loop(read, row));
    expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(0.1);
    expectClose(encode().embedding, expected, FLOAT32_SUMS);
  });
});
