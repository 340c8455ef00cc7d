import '@tensorflow/tfjs';
import type * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32_SUMS, floats, normals } from '../../eager.setup.js';
import {
  batchNormalised,
  convolved,
  gelu,
  halved,
  layerNormalised,
  linear,
  places,
  plus,
  type Read,
  type Row,
  relu,
  sigmoid,
  silu,
  softplus,
  sumOf,
  within,
} from '../../loops.setup.js';
import { randomEncoder, SPECTRA } from '../encoders.setup.js';

const BINS = 18;
const [HIDDEN, EMBEDDING] = [5, 4];
const FILTERS = [4, 8, 8, 12];

/** x + MHA(LN1(x)) of one token: softmax over one affinity a is eᵃ / eᵃ, so that what comes out is the value. */
function attended(read: Read, layer: number, x: Row): number[] {
  const attention = within(read, `attention.${layer}`);
  const value = linear(within(attention, 'qkv'), layerNormalised(within(read, 'norm1'), x), 3 * BINS).slice(2 * BINS);
  return plus(x, linear(within(attention, 'out'), value, BINS));
}

function oneToken(read: Read, spectrum: Row, layers: number): number[] {
  let x = [...spectrum];
  for (const layer of places(layers)) {
    x = attended(read, layer, x);
  }
  const expanded = linear(within(read, 'expand'), layerNormalised(within(read, 'norm2'), x), HIDDEN).map(gelu);
  return linear(within(read, 'embedding'), plus(x, linear(within(read, 'contract'), expanded, BINS)), EMBEDDING);
}

function ensemble(read: Read, x: Row): number[] {
  const each = [1, 2].map((layers, i) => oneToken(within(read, `members.${i}`), x, layers));
  return places(EMBEDDING).map((e) => sumOf(each.map((member) => member[e] as number)) / 2);
}

/** 2 × (attention, the best two of three experts, softmax over these two). */
function moe(read: Read, spectrum: Row): number[] {
  let x = [...spectrum];
  for (const layer of places(2)) {
    x = attended(read, layer, x);
    const mixture = within(read, `mixtures.${layer}`);
    const normal = layerNormalised(within(read, 'norm2'), x);
    const scores = linear(within(mixture, 'gate'), normal, 3);
    const best = places(3)
      .sort((a, b) => (scores[b] as number) - (scores[a] as number))
      .slice(0, 2);
    const total = sumOf(best.map((e) => Math.exp(scores[e] as number)));
    for (const e of best) {
      const expert = within(mixture, `experts.${e}`);
      const said = linear(within(expert, 'out'), linear(within(expert, 'hidden'), normal, HIDDEN).map(gelu), BINS);
      const share = Math.exp(scores[e] as number) / total;
      x = plus(
        x,
        said.map((value) => share * value),
      );
    }
  }
  return linear(within(read, 'embedding'), x, EMBEDDING);
}

/** BN(conv3(x)), padded by one. */
function normalisedConv(read: Read, channels: readonly Row[], filters: number): Row[] {
  return convolved(within(read, 'conv'), channels, filters, 3, 1).map((channel, o) =>
    channel.map((value) => batchNormalised(within(read, 'norm'), value, o)),
  );
}

/** Conv BN, conv BN ReLU maximum, and both again; all that is left, filter after filter, through two linear layers. */
function cnn(read: Read, x: Row): number[] {
  let channels: Row[] = [x];
  for (const [i, filters] of FILTERS.entries()) {
    channels = normalisedConv(within(read, `convs.${i}`), channels, filters);
    channels = i % 2 === 0 ? channels : channels.map((channel) => halved(channel.map(relu)));
  }
  const hidden = linear(within(read, 'hidden'), channels.flat(), HIDDEN).map(relu);
  return linear(within(read, 'embedding'), hidden, EMBEDDING);
}

/** Four blocks ReLU(BN(conv3(x))) + conv1(x), halved after the second and the fourth; the largest of each of three stretches. */
function rcnn(read: Read, x: Row): number[] {
  let channels: Row[] = [x];
  for (const [i, filters] of FILTERS.entries()) {
    const path = normalisedConv(within(read, `blocks.${i}`), channels, filters);
    const shortcut = convolved(within(read, `shortcuts.${i}`), channels, filters, 1, 0);
    channels = path.map((channel, o) => plus(channel.map(relu), shortcut[o] as Row));
    channels = i % 2 === 0 ? channels : channels.map(halved);
  }
  // PyTorch's stretches of four places: 0–2, 1–3, 2–4.
  const pooled = channels.flatMap((channel) => [0, 1, 2].map((at) => Math.max(...channel.slice(at, at + 2))));
  const hidden = linear(within(read, 'hidden'), pooled, HIDDEN).map(relu);
  return linear(within(read, 'embedding'), hidden, EMBEDDING);
}

/** Perceptrons around three sums of 2L + 1 terms and a one. */
function kan(read: Read, spectrum: Row): number[] {
  const perceptron = (own: Read, row: Row, outputs: number) => {
    let hidden = row;
    for (const i of [1, 2]) {
      const layer = linear(within(own, `hidden${i}`), hidden, HIDDEN);
      hidden = layer.map((value, f) => gelu(batchNormalised(within(own, `norm${i}`), value, f)));
    }
    return linear(within(own, 'out'), hidden, outputs);
  };
  let x = [...spectrum];
  for (const layer of places(2)) {
    const terms = perceptron(within(read, `layers.${layer}.inner`), x, 3 * (2 * BINS + 1));
    const sums = places(3).map((s) => 1 + sumOf(terms.filter((_, i) => i % 3 === s)));
    x = perceptron(within(read, `layers.${layer}.outer`), sums, layer === 1 ? EMBEDDING : BINS);
  }
  return x;
}

/** Gates as PyTorch orders them, input, forget, cell, output, from a state and a cell of zeros. */
function lstm(read: Read, x: Row): number[] {
  let token = [...x];
  for (const layer of places(2)) {
    const own = within(read, `layers.${layer}`);
    const fromState = linear(within(own, 'hidden'), new Array<number>(HIDDEN).fill(0), 4 * HIDDEN);
    const gates = plus(linear(within(own, 'input'), token, 4 * HIDDEN), fromState);
    const gate = (which: number, h: number) => gates[which * HIDDEN + h] as number;
    token = places(HIDDEN).map((h) => {
      const cell = sigmoid(gate(1, h)) * 0 + sigmoid(gate(0, h)) * Math.tanh(gate(2, h));
      return sigmoid(gate(3, h)) * Math.tanh(cell);
    });
  }
  return linear(within(read, 'embedding'), token, EMBEDDING);
}

const VAE = { hidden: [7, 6], latent: 5, classifier: 3 };

/** Linear layers to widths, a ReLU between any two. */
function stack(read: Read, row: Row, widths: readonly number[]): number[] {
  return widths.reduce<number[]>(
    (x, width, i) => linear(within(read, `${i}`), i === 0 ? x : x.map(relu), width),
    [...row],
  );
}
const classified = (read: Read, z: Row) => stack(within(read, 'classifier'), z, [VAE.classifier, EMBEDDING]);
const latent = (read: Read, x: Row, which: string) =>
  linear(within(read, which), stack(within(read, 'encoder'), x, VAE.hidden).map(relu), VAE.latent);

function vae(read: Read, x: Row): number[] {
  return classified(read, latent(read, x, 'mean'));
}

/** The token five times over; blocks x + out([Δ, us(Δ ∘ h)]), h = LN(x), Δ = softplus(dt(xProj(SiLU(conv(in(h)))))); the first. */
function mamba(read: Read, x: Row): number[] {
  const token = linear(within(read, 'token'), x, HIDDEN);
  let rows = places(5).map(() => token);
  for (const layer of places(2)) {
    const own = within(read, `blocks.${layer}`);
    const normal = rows.map((row) => layerNormalised(within(own, 'norm'), row));
    const inner = normal.map((row) => linear(within(own, 'in'), row, 2 * HIDDEN));
    rows = rows.map((row, t) => {
      const seen = places(2 * HIDDEN).map((c) => {
        const points = places(4).map((k) => own('conv.weight', 4 * c + k) * (inner[t - 3 + k]?.[c] ?? 0));
        return silu(own('conv.bias', c) + sumOf(points));
      });
      const steps = linear(within(own, 'dt'), linear(within(own, 'x'), seen, 2 * HIDDEN), HIDDEN).map(softplus);
      const entering = steps.map((step, d) => step * (normal[t]?.[d] as number));
      return plus(row, linear(within(own, 'out'), [...steps, ...linear(within(own, 'us'), entering, HIDDEN)], HIDDEN));
    });
  }
  return layerNormalised(within(read, 'norm'), rows[0] as Row);
}

const sizes = { hidden: HIDDEN, embedding: EMBEDDING };

describe('presets give the numbers of their formulas, in double precision', () => {
  it.each<[string, object, (read: Read, x: Row) => number[]]>([
    ['paper/transformer', { ...sizes, layers: 2, heads: 2 }, (read, x) => oneToken(read, x, 2)],
    ['paper/moe', { ...sizes, layers: 2, heads: 3, experts: 3 }, moe],
    ['paper/ensemble', { ...sizes, members: [1, 2].map((size) => ({ layers: size, heads: size })) }, ensemble],
    ['paper/cnn', { ...sizes, filters: FILTERS }, cnn],
    ['paper/resnet', { ...sizes, filters: FILTERS }, cnn],
    ['paper/rcnn', { ...sizes, filters: FILTERS, stretches: 3 }, rcnn],
    ['paper/kan', { ...sizes, layers: 2, sums: 3 }, kan],
    ['paper/lstm', { ...sizes, layers: 2 }, lstm],
    ['paper/vae', { ...VAE, embedding: EMBEDDING }, vae],
    ['paper/mamba', { hidden: HIDDEN, layers: 2, tokens: 5 }, mamba],
  ])('%s', (name, config, loop) => {
    const { read, rows, encode } = randomEncoder(name, config, BINS);
    const expected = rows.flatMap((row) => loop(read, row));
    // No number is a limit that anything would have.
    expect(Math.min(...expected.map(Math.abs))).toBeGreaterThan(1e-3);
    expectClose(encode().embedding, expected, FLOAT32_SUMS);
  });

  it('paper/vae in training: of z = μ + σ ε, what is restored from z and the embedding, and how far z is from N(0, 1)', () => {
    const { read, rows, encode } = randomEncoder('paper/vae', { ...VAE, embedding: EMBEDDING, weight: 0.7 }, BINS);
    const noise = normals('noise', SPECTRA * VAE.latent);
    const each = rows.map((x, row) => {
      const mean = latent(read, x, 'mean');
      const logVariance = latent(read, x, 'logVariance');
      const z = mean.map(
        (value, k) => value + Math.exp((logVariance[k] as number) / 2) * (noise[row * VAE.latent + k] as number),
      );
      const embedding = classified(read, z);
      const widths = [...VAE.hidden.toReversed(), BINS];
      const restored = stack(within(read, 'decoder'), [...z, ...embedding], widths);
      const errors = sumOf(restored.map((value, i) => (value - (x[i] as number)) ** 2));
      const divergence = sumOf(mean.map((value, k) => value ** 2 + Math.exp(logVariance[k] as number) - 1));
      return { embedding, penalty: errors + (divergence - sumOf(logVariance)) / 2 };
    });
    const { embedding, penalty } = encode('training', { noise: floats([SPECTRA, VAE.latent], noise) });
    expectClose(
      embedding,
      each.flatMap((one) => one.embedding),
      FLOAT32_SUMS,
    );
    const mean = sumOf(each.map((one) => one.penalty)) / SPECTRA;
    expectClose(penalty as tf.Tensor, [(0.7 * mean) / BINS], FLOAT32_SUMS);
  });
});
