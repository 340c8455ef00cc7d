import { nearestName, SpectroSimError } from '@spectrosim/models';
import { HTTPException } from 'hono/http-exception';
import type { ServedModel } from './served-models.js';

/**
 * The model called `id`, or the only one there is.
 *
 * @throws HTTPException 404 for a name that is not there, listing those that are; SpectroSimError `usage` when there are
 * several and none is named.
 */
export function modelOf(models: readonly ServedModel[], id: string | undefined): ServedModel {
  const ids = models.map((model) => model.id);
  const [only] = models;
  if (id === undefined) {
    if (only === undefined || models.length > 1) {
      throw new SpectroSimError(
        'usage',
        `No "model" is named, and there are ${ids.length}: ${ids.join(', ')}. Name one.`,
      );
    }
    return only;
  }
  const found = models.find((model) => model.id === id);
  if (found === undefined) {
    const near = nearestName(id, ids);
    throw new HTTPException(404, {
      message: `There is no model "${id}".${near === undefined ? '' : ` Did you mean "${near}"?`} Models: ${ids.join(', ')}.`,
    });
  }
  return found;
}
