import { createAxis, decodeReference, type Model, sha256 } from '@spectrosim/models';
import { readSpectra } from '@spectrosim/models/io';
import type { Slots, SpectrumFile } from './slots.js';

/** Reads a file that the user dropped or chose. @throws SpectroSimError `input` in the reader's words. */
export async function readSpectrumFile(file: File): Promise<SpectrumFile> {
  const set = await readSpectra(file.stream(), { name: file.name });
  return { name: file.name, set, sha256: await sha256(new Uint8Array(await file.arrayBuffer())) };
}

/**
 * The inputs by which a model is certified, to try it with: each call puts up the next of the reference's pairs.
 * They are random mixtures of training spectra, on the model's axis.
 */
export function createReferenceTrial(): (model: Model) => Promise<Slots> {
  let next = 0;
  return async (model) => {
    const { quantity, axis } = model.manifest.input;
    const { input, pairs } = decodeReference(await model.artifact.file('reference.safetensors'));
    const names = Array.from({ length: input.length / axis.length }, (_, i) => `reference ${i + 1}`);
    const set = { axis: createAxis(quantity, axis), names, intensities: input, columns: new Map(), notes: [] };
    const file = { name: 'Reference spectra of the model: random mixtures of those it learned from', set };
    const pair = 2 * (next % (pairs.length / 2));
    next += 1;
    return { a: { file, index: pairs[pair] as number }, b: { file, index: pairs[pair + 1] as number } };
  };
}
