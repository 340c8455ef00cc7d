import { type Model, SpectroSimError } from '@spectrosim/models';
import type { Part, PartAnswer, Run, SentError } from './messages.js';

/**
 * Runs a batch of several requests' spectra through a model at once. What is wrong with one request is that request's
 * answer alone: should the run fail, every part is run by itself.
 *
 * @returns one answer a part, in their order
 */
export async function runBatch(model: Model, { rows, parts }: Omit<Run, 'model'>): Promise<PartAnswer[]> {
  const bins = model.manifest.input.axis.length;
  try {
    return await runTogether(model, rows, parts);
  } catch (error) {
    if (parts.length === 1) {
      return [{ error: sentError(error) }];
    }
    const answers: PartAnswer[] = [];
    let start = 0;
    for (const part of parts) {
      const own = rows.slice(start * bins, (start + part.rows) * bins);
      answers.push(...(await runBatch(model, { rows: own, parts: [part] })));
      start += part.rows;
    }
    return answers;
  }
}

async function runTogether(model: Model, rows: Float32Array, parts: readonly Part[]): Promise<PartAnswer[]> {
  const { embedding: width } = model.manifest;
  const all = await model.embed(rows);
  let start = 0;
  const embedded = parts.map((part) => {
    const embeddings = all.slice(start * width, (start + part.rows) * width);
    start += part.rows;
    return { ...part, embeddings, finite: embeddings.every(Number.isFinite) };
  });
  const pairs = embedded.filter(({ pair, finite }) => pair && finite);
  const side = (from: number) => {
    const matrix = new Float32Array(pairs.length * width);
    pairs.forEach(({ embeddings }, i) => {
      matrix.set(embeddings.subarray(from, from + width), i * width);
    });
    return matrix;
  };
  const { similarity, score } = await model.score(side(0), side(width));
  let scored = 0;
  return embedded.map(({ pair, finite, embeddings }): PartAnswer => {
    if (!finite) {
      return { error: { code: 'input', message: OVERFLOW } };
    }
    if (!pair) {
      return { embeddings };
    }
    const at = scored++;
    return { similarity: similarity[at] as number, score: score[at] as number };
  });
}

const OVERFLOW =
  'The embedding of a spectrum is not finite: its intensities are too large for 32-bit arithmetic. Expected intensities of at most about 1e18. Scale the spectrum down.';

/** An error as data. */
export function sentError(error: unknown): SentError {
  if (error instanceof SpectroSimError) {
    return { code: error.code, message: error.message };
  }
  return { code: 'runtime', message: error instanceof Error ? error.message : String(error) };
}
