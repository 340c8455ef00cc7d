import { describe, expect, it } from 'vitest';
import { MANIFEST } from './artifact.setup.js';
import { graphMetadata, parseManifest } from './manifest.js';

const whole = { ...MANIFEST, files: { 'onnx/model.onnx': 'aa' } };
const refused = (value: unknown, message: RegExp) =>
  expect(() => parseManifest(JSON.stringify(value))).toThrow(
    expect.objectContaining({ code: 'artifact', message: expect.stringMatching(message) }),
  );

describe('parseManifest', () => {
  it('gives back what was written', () => {
    expect(parseManifest(JSON.stringify(whole))).toEqual(whole);
  });

  it('refuses what is not JSON', () => {
    expect(() => parseManifest('{')).toThrow(expect.objectContaining({ code: 'artifact' }));
    refused(null, /format version none/);
    refused('text', /format version none/);
  });

  it('refuses another version, and says which it reads', () => {
    refused({ ...whole, spectrosim: 1 }, /format version 1, this program reads version 2/);
    refused({ ...whole, spectrosim: '2' }, /format version 2/);
    refused({}, /format version none/);
  });

  it.each<[string, object, RegExp]>([
    ['an unknown key', { extra: 1 }, /extra/],
    ['an unknown key inside', { input: { ...whole.input, unit: 'Da' } }, /unit[\s\S]*→ at input/],
    ['an empty axis', { input: { ...whole.input, axis: [] } }, /→ at input\.axis/],
    ['an unknown score', { decision: { score: 'euclid', threshold: 1 } }, /→ at decision\.score/],
    ['a threshold that is not a number', { decision: { score: 'cosine', threshold: null } }, /decision\.threshold/],
    [
      'an unknown preprocessing step',
      { branches: [{ ...whole.branches[0], preprocessing: [{ step: 'magic' }] }] },
      /→ at branches\[0\]\.preprocessing/,
    ],
    ['no branch', { branches: [] }, /→ at branches/],
    ['no files', { files: undefined }, /→ at files/],
    [
      'a branch that does not lie where the last one ended',
      { branches: [{ ...whole.branches[0], slice: [1, 3] }] },
      /branch 1 is 2 wide and takes 1 to 3 of the embedding, expected 0 to 2/,
    ],
    ['branches that do not fill the embedding', { embedding: 3 }, /branches are 2 wide together, the embedding 3/],
    [
      'a floor that does not fit itself',
      { floor: { ...whole.floor, embedding: 1 } },
      /branches are 2 wide together, the embedding 1/,
    ],
    [
      'a band that falls',
      { decision: { score: 'llr', threshold: 0, band: { lo: 1, hi: -1, rate: 0.05 } } },
      /band goes from 1 down to -1/,
    ],
  ])('refuses %s, naming the place', (_, change, message) => {
    refused({ ...whole, ...change }, message);
  });
});

describe('graphMetadata', () => {
  it('is one JSON value a key', () => {
    const metadata = graphMetadata({ ...MANIFEST });
    expect(JSON.parse(metadata.input as string)).toEqual(MANIFEST.input);
    expect(Object.keys(metadata)).toEqual(Object.keys(MANIFEST));
  });
});
