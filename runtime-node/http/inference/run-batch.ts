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
    const answers = await runTogether(model, rows, parts);
    // It is the only one of its run.
    return parts[0]?.wants === 'explanation' ? [await explained(model, rows, answers[0] as PartAnswer)] : answers;
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
  const pairs = embedded.filter(({ wants, finite }) => wants !== 'embeddings' && finite);
  const side = (from: number) => {
    const matrix = new Float32Array(pairs.length * width);
    pairs.forEach(({ embeddings }, i) => {
      matrix.set(embeddings.subarray(from, from + width), i * width);
    });
    return matrix;
  };
  const { similarity, score } = await model.score(side(0), side(width));
  let scored = 0;
  return embedded.map(({ wants, finite, embeddings }): PartAnswer => {
    if (!finite) {
      return { error: { code: 'input', message: OVERFLOW } };
    }
    if (wants === 'embeddings') {
      return { embeddings };
    }
    const at = scored++;
    return { similarity: similarity[at] as number, score: score[at] as number };
  });
}

/** The answer of a run of one pair, and why it is so. */
async function explained(model: Model, rows: Float32Array, answer: PartAnswer): Promise<PartAnswer> {
  if (!('score' in answer)) {
    return answer;
  }
  const bins = model.manifest.input.axis.length;
  const attributions = await model.attribute(rows.subarray(0, bins), rows.subarray(bins));
  const { parts, score, baseline } = attributions;
  const finite = [parts.a, parts.b, score, baseline.a, baseline.b].every((values) => values.every(Number.isFinite));
  return finite ? { ...answer, attributions } : { error: { code: 'input', message: SLOPE_OVERFLOW } };
}

const SLOPE_OVERFLOW =
  'The explanation of the pair is not finite: intensities are too large for 32-bit arithmetic. Expected intensities of at most about 1e18. Scale the spectra down.';

const OVERFLOW =
  'The embedding of a spectrum is not finite: its intensities are too large for 32-bit arithmetic. Expected intensities of at most about 1e18. Scale the spectrum down.';

/** An error as data. */
export function sentError(error: unknown): SentError {
  if (error instanceof SpectroSimError) {
    return { code: error.code, message: error.message };
  }
  return { code: 'runtime', message: error instanceof Error ? error.message : String(error) };
}
