import { encodeModel } from '@spectrosim/export';
import { type Manifest, sealArtifact } from '@spectrosim/models';
import { explanationGraph } from '../training/export-explanation.js';
import { TINY_ENCODER, tinyArtifact } from './tiny-artifact.setup.js';

/**
 * A model whose explanations do not add up, as the files of an artifact: the embedding of the mean of its autoscaled spectra is next to
 * 0, and `explain.onnx` goes along the way from there without holding the embedding's length, so that gradients miss the jump at its
 * start. Model and score are as trained.
 */
export async function missedExplanation(): Promise<Readonly<Record<string, Uint8Array>>> {
  const { files, dataset, experiment } = await tinyArtifact({
    encoder: { name: TINY_ENCODER.name, config: { ...TINY_ENCODER.config, residual: true } },
    preprocessing: 'sqrt, autoscale',
  });
  const { 'manifest.json': bytes, ...others } = files;
  const { files: _, ...manifest } = JSON.parse(new TextDecoder().decode(bytes)) as Manifest;
  const { definition, weights } = experiment.trained;
  const start = { mean: new Float32Array(dataset.rows.bins), vanishes: false };
  const explain = encodeModel(explanationGraph({ model: definition, weights, start }, dataset.axis));
  return sealArtifact(manifest, { ...others, 'onnx/explain.onnx': explain });
}
