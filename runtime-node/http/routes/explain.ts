import { createRoute } from '@hono/zod-openapi';
import { decide, explanationOf, explanationWords } from '@spectrosim/models';
import { accepts } from 'hono/accepts';
import { HTTPException } from 'hono/http-exception';
import type { z } from 'zod';
import { littleEndianBytes } from '../binary-body.js';
import type { Endpoint } from '../endpoint.js';
import { pairForm } from '../pair-form.js';
import { problems } from '../problem.js';
import { BINARY_TYPE, bodyOf, JSON_TYPE, readSpectra } from '../request.js';
import { explainQuerySchema, explainRequestSchema, explanationSchema } from '../schemas.js';
import type { ServedModel } from '../served-models.js';
import { verdictAnswer } from '../verdict-answer.js';

/** Regions in an answer: of a table of peaks every ion is one. */
const LISTED = 20;

const route = createRoute({
  method: 'post',
  path: '/v1/explain',
  summary: 'Why that verdict?',
  description:
    'The verdict of /v1/compare, and which stretches of the axis made the two spectra alike or set them apart (integrated gradients). The body is that of /v1/compare; with "attribution": true, in a binary request ?attribution=true, the part of every bin is answered too. With Accept: application/octet-stream the parts alone come as little-endian 32-bit floats, and the headers X-Model, X-Provider and X-Shape say the rest. Where the parts do not add up to the score they are no reasons: "addsUp" is false, no region and no part is answered, and the parts alone are refused with 409. An explanation takes as long as some two hundred comparisons, and runs by itself.',
  request: { query: explainQuerySchema, body: bodyOf('ExplainRequest') },
  responses: {
    200: {
      description: 'The verdict and its explanation.',
      content: {
        [JSON_TYPE]: { schema: explanationSchema },
        [BINARY_TYPE]: { schema: { type: 'string', format: 'binary' } },
      },
    },
    ...problems(400, 404, 409, 413, 415, 422, 503),
  },
});

const form = pairForm(explainRequestSchema, explainQuerySchema);

/** `POST /v1/explain` */
export function addExplain({ app, models, inference }: Endpoint): void {
  app.openAPIRegistry.register('ExplainRequest', explainRequestSchema);
  app.openAPIRegistry.registerPath(route);
  app.post(route.path, async (c) => {
    const { model, rows, attribution } = await readSpectra(c, models, form);
    assertExplains(model);
    const { attributions, ...pair } = await inference.explain(model, rows, c.req.raw.signal);
    const { axis, id } = model;
    const bins = axis.values.length;
    const intensities = { a: rows.subarray(0, bins), b: rows.subarray(bins) };
    const verdict = decide(model.artifact.manifest.decision, pair);
    const explained = explanationOf(verdict, axis, intensities, attributions);
    const { addsUp, gradCam } = explained;
    const { addition } = explanationWords(explained, model.artifact.manifest, LISTED);
    c.header('Vary', 'Accept', { append: true });
    if (accepts(c, { header: 'Accept', supports: [JSON_TYPE, BINARY_TYPE], default: JSON_TYPE }) === BINARY_TYPE) {
      if (!addsUp) {
        // Floats have no room for a warning, and a header is not read by who plots them.
        throw new HTTPException(409, {
          message: `${addition} Scores, verdict and what is left over are in the answer with Accept: ${JSON_TYPE}.`,
        });
      }
      return c.body(littleEndianBytes(explained.attribution), 200, {
        'Content-Type': BINARY_TYPE,
        'X-Model': encodeURIComponent(id),
        'X-Provider': inference.provider,
        'X-Shape': `${bins}`,
      });
    }
    const answer: z.infer<typeof explanationSchema> = {
      ...verdictAnswer(model, pair, inference.provider),
      explanation: {
        score: explained.score,
        baseline: explained.baseline,
        completenessError: explained.completenessError,
        addsUp,
        ...(!addsUp && { addition }),
        regions: explained.regions.slice(0, LISTED).map(({ bins: [first, last], ...region }) => ({
          ...region,
          bins: [first, last],
        })),
        regionCount: explained.regions.length,
        ...(attribution && {
          axis: { quantity: axis.quantity, values: Array.from(axis.values) },
          ...(addsUp && { attribution: Array.from(explained.attribution) }),
          ...(gradCam && { gradCam: { a: Array.from(gradCam.a), b: Array.from(gradCam.b) } }),
        }),
      },
    };
    return c.json(answer);
  });
}

function assertExplains({ id, artifact }: ServedModel): void {
  if (artifact.manifest.graphs.explain === undefined) {
    throw new HTTPException(409, {
      message: `Model "${id}" has no onnx/explain.onnx: it was written before models could explain themselves. Its verdicts hold (POST /v1/compare); for their reasons train it again with this version, with the same data and settings, and restart the server.`,
    });
  }
}
