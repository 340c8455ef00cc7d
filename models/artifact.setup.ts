import type { ArtifactReader } from './artifact.js';
import type { Manifest } from './manifest.js';

const COSINE = { name: 'cosine', centre: false, project: false, lengthNormalise: false, scoring: 'cosine' } as const;

/** A manifest that fits its schema: a model of two bins, without files. */
export const MANIFEST: Omit<Manifest, 'files'> = {
  spectrosim: 2,
  simulated: true,
  input: { quantity: 'm/z', missing: 'zero', axis: [100, 101] },
  branches: [
    {
      preprocessing: [{ step: 'sqrt' }, { step: 'snv' }],
      encoder: { name: 'transformer', config: { width: 8 }, parameters: 10 },
      backEnd: COSINE,
      embedding: 2,
      slice: [0, 2],
    },
  ],
  embedding: 2,
  graphs: {
    model: {
      file: 'onnx/model.onnx',
      opset: 17,
      inputs: [{ name: 'spectra', dims: ['B', 2] }],
      outputs: [{ name: 'embedding', dims: ['B', 2] }],
    },
    score: { file: 'onnx/score.onnx', opset: 17, inputs: [], outputs: [] },
  },
  decision: { score: 'cosine', threshold: 0.5 },
  floor: {
    branches: [{ preprocessing: [], backEnd: COSINE, embedding: 2, slice: [0, 2] }],
    embedding: 2,
    decision: { score: 'cosine', threshold: 0.9 },
  },
  training: { steps: 1 },
  data: { hash: 'ff', group: 'batch', groups: 4, spectra: 8, trainingRows: ['aa'], trainingGroups: ['bb'] },
};

/** Reads files from memory. */
export function readFrom(files: Readonly<Record<string, Uint8Array>>): ArtifactReader {
  return async (path) => files[path];
}

/** Text as bytes. */
export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
