import { type ArtifactReader, SpectroSimError } from '@spectrosim/models';
import { z } from 'zod';
import { messageOf } from './dom.js';

// Loose: the server says more of a model than a page needs.
const modelsSchema = z.looseObject({ models: z.array(z.looseObject({ id: z.string() })) });

/**
 * The models that are served beside this page, by id. Addresses are relative to the page, so that it works under any path.
 *
 * @throws SpectroSimError `runtime` when the server does not answer, or not as expected
 */
export async function listModels(): Promise<string[]> {
  const response = await get('v1/models');
  if (!response.ok) {
    throw new SpectroSimError('runtime', `The server answered ${response.status} to ${response.url}. Expected a list.`);
  }
  const listed = modelsSchema.safeParse(await response.json().catch(() => undefined));
  if (!listed.success) {
    throw new SpectroSimError(
      'runtime',
      `The server's list of models is not as expected:\n${z.prettifyError(listed.error)}`,
    );
  }
  return listed.data.models.map(({ id }) => id);
}

/** Reads the files of a served model. */
export function modelReader(id: string): ArtifactReader {
  return async (path) => {
    const response = await get(['v1', 'models', id, 'files', ...path.split('/')].map(encodeURIComponent).join('/'));
    if (response.status === 404) {
      return undefined;
    }
    if (!response.ok) {
      throw new SpectroSimError('runtime', `The server answered ${response.status} to ${response.url}.`);
    }
    return new Uint8Array(await response.arrayBuffer());
  };
}

async function get(path: string): Promise<Response> {
  const url = new URL(path, document.baseURI);
  try {
    return await fetch(url);
  } catch (cause) {
    throw new SpectroSimError('runtime', `The server does not answer at ${url}: ${messageOf(cause)}.`, { cause });
  }
}
