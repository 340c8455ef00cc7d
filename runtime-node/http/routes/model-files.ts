import { createRoute, z } from '@hono/zod-openapi';
import { HTTPException } from 'hono/http-exception';
import type { Endpoint } from '../endpoint.js';
import { modelOf } from '../model-of.js';
import { problems } from '../problem.js';
import { IMMUTABLE, REVALIDATED, sendFile } from '../send-file.js';
import type { ServedModel } from '../served-models.js';

const route = createRoute({
  method: 'get',
  path: '/v1/models/{id}/files/{path}',
  summary: 'A file of a model, so that a page can run the same model itself',
  description:
    'manifest.json, parity.json and the files that the manifest lists, nothing else. The ETag is the SHA-256 of the file. With that hash as ?sha256= the answer may be cached for ever.',
  request: {
    params: z.object({ id: z.string(), path: z.string().meta({ example: 'onnx/model.onnx' }) }),
    query: z.object({ sha256: z.string().optional() }),
  },
  responses: {
    200: {
      description: 'The file.',
      content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
    },
    304: { description: 'The file that If-None-Match names.' },
    ...problems(404),
  },
});

/** `GET /v1/models/{id}/files/{path}` */
export function addModelFiles({ app, models }: Endpoint): void {
  app.openAPIRegistry.registerPath(route);
  // Written out: a path has slashes in it.
  app.get('/v1/models/:id/files/:path{.+}', async (c) => {
    const model = modelOf(models, c.req.param('id'));
    const path = c.req.param('path');
    const { sha256, read } = fileOf(model, path);
    return sendFile(c, {
      name: path,
      etag: `"${sha256}"`,
      caching: c.req.query('sha256') === sha256 ? IMMUTABLE : REVALIDATED,
      read,
    });
  });
}

/** A file by its path: one of a list, so that no path leads out of the artifact. */
function fileOf({ id, artifact, unhashed }: ServedModel, path: string) {
  const held = unhashed.get(path);
  if (held !== undefined) {
    return { sha256: held.sha256, read: async () => held.bytes };
  }
  const { files } = artifact.manifest;
  if (!Object.hasOwn(files, path)) {
    throw new HTTPException(404, {
      message: `Model "${id}" has no file "${path}". Files: ${[...unhashed.keys(), ...Object.keys(files)].join(', ')}.`,
    });
  }
  return { sha256: files[path] as string, read: () => artifact.file(path) };
}
