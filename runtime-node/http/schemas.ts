// From there, not from zod: it teaches zod what the description of the endpoint needs, before a schema is made.
import { z } from '@hono/zod-openapi';
import { manifestSchema, parityReportSchema } from '@spectrosim/models';

const intensities = z
  .array(z.number().nullable())
  .meta({ description: 'Raw intensities, one for each position of the axis; null is missing.' });

const modelName = z
  .string()
  .optional()
  .meta({ description: 'A model of GET /v1/models. May be left out when there is only one.' });

/** The axis that spectra are on, when it is not the model's own. */
export const axisSchema = z
  .strictObject({
    quantity: z.string().meta({ description: 'As in the header of a file: m/z, wavenumber, raman_shift …' }),
    values: z.array(z.number()).meta({ description: 'Positions, strictly rising.' }),
  })
  .meta({
    id: 'Axis',
    description:
      "The axis of the spectra, which are brought onto the model's: on a mass axis summed into its bins, else interpolated. Left out, they are on the model's own axis.",
    example: { quantity: 'm/z', values: [77.04, 77.48, 77.93] },
  });

/** `POST /v1/compare`, as JSON. */
export const compareRequestSchema = z
  .strictObject({ model: modelName, axis: axisSchema.optional(), a: intensities, b: intensities })
  .meta({
    id: 'CompareRequest',
    example: {
      model: 'hoki',
      axis: { quantity: 'm/z', values: [77.04, 77.48, 77.93] },
      a: [1204.5, null, 88213],
      b: [987.1, 12.4, 90120],
    },
  });

/** `POST /v1/explain`, as JSON. */
export const explainRequestSchema = z
  .strictObject({
    ...compareRequestSchema.shape,
    attribution: z
      .boolean()
      .optional()
      .meta({ description: 'Answer the part of every bin too. Left out: regions alone.' }),
  })
  .meta({
    id: 'ExplainRequest',
    example: { model: 'hoki', a: [1204.5, null, 88213], b: [987.1, 12.4, 90120], attribution: true },
  });

/** `POST /v1/embed`, as JSON. */
export const embedRequestSchema = z
  .strictObject({
    model: modelName,
    axis: axisSchema.optional(),
    spectra: z.array(intensities).min(1, 'Expected at least one spectrum'),
  })
  .meta({
    id: 'EmbedRequest',
    example: {
      model: 'hoki',
      spectra: [
        [1204.5, null, 88213],
        [987.1, 12.4, 90120],
      ],
    },
  });

/** The query of a binary body. */
export const binaryQuerySchema = z.strictObject({
  model: modelName,
  quantity: z
    .string()
    .optional()
    .meta({ description: 'Binary bodies on another axis: what the axis measures. Goes with bins.' }),
  bins: z
    .string()
    .regex(/^[1-9]\d{0,7}$/, 'Expected a whole number from 1 up')
    .transform(Number)
    .optional()
    .meta({
      description: 'Binary bodies on another axis: its positions, which are the first row of the body.',
      type: 'integer',
    }),
});

/** The query of a binary body of `POST /v1/explain`. */
export const explainQuerySchema = z.strictObject({
  ...binaryQuerySchema.shape,
  attribution: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .optional()
    .meta({ description: 'Binary bodies: answer the part of every bin too.', type: 'boolean' }),
});

const model = z.string().meta({ description: 'The model that answered.' });
const provider = z.string().meta({ description: 'The execution provider that ran it.' });
const simulated = z
  .boolean()
  .meta({ description: 'The model was trained on simulated spectra: it says nothing about real samples.' });
const group = z
  .string()
  .meta({ description: 'What "same source" means: the column the model was trained to tell by.' });
const decisionScore = manifestSchema.shape.decision.shape.score.meta({
  description: 'What the score is: the cosine of the embeddings, or a calibrated log-likelihood ratio.',
});

/** A verdict as the descriptions show it. */
const VERDICT_EXAMPLE = {
  sameSource: true,
  score: 3.2,
  similarity: 0.9134,
  threshold: 0,
  undecided: false,
  verdict: 'same',
  likelihood: 'about 25 times more likely if of the same batch than if of different ones',
  decision: 'llr',
  group: 'batch',
  simulated: false,
  model: 'hoki',
  provider: 'cpu',
} as const;

/** The answer of `POST /v1/compare`. */
export const verdictSchema = z
  .object({
    sameSource: z.boolean().meta({ description: 'score ≥ threshold, and nothing else' }),
    score: z.number(),
    similarity: z.number().meta({ description: 'Cosine of the two embeddings.' }),
    threshold: z.number(),
    undecided: z
      .boolean()
      .meta({ description: 'The score lies in the band in which no verdict is warranted; see the model.' }),
    verdict: z
      .enum(['same', 'different', 'no verdict'])
      .meta({ description: 'What sameSource and undecided come to: "no verdict" where none is warranted.' }),
    likelihood: z.string().nullable().meta({
      description: 'The log-likelihood ratio in words: how much better one explanation fits. null for a cosine.',
    }),
    decision: decisionScore,
    group,
    simulated,
    model,
    provider,
  })
  .meta({
    id: 'Verdict',
    example: VERDICT_EXAMPLE,
  });

const perBin = z.array(z.number());

/** The answer of `POST /v1/explain`. */
export const explanationSchema = z
  .object({
    ...verdictSchema.shape,
    explanation: z.object({
      score: z
        .number()
        .meta({ description: 'The score that is explained: without the bound of a log-likelihood ratio.' }),
      baseline: z
        .number()
        .meta({ description: 'The score with a spectrum like the mean of all in the place of either of the two.' }),
      completenessError: z
        .number()
        .meta({ description: 'How far the sum of all parts is from score − baseline, in the unit of the score.' }),
      addsUp: z.boolean().meta({
        description:
          'Whether all parts come to score − baseline: within a tenth of it or, where they cancel, a hundredth of all parts. If not, they are no reasons: there are no regions and no attribution. The verdict stands.',
      }),
      addition: z.string().optional().meta({
        description: 'In words, by how much the parts miss it and what that means. There where addsUp is false.',
      }),
      regions: z
        .array(
          z.object({
            from: z.number().meta({ description: 'Position of its first bin.' }),
            to: z.number().meta({ description: 'Position of its last bin.' }),
            peak: z.number().meta({ description: 'Position of its strongest bin.' }),
            bins: z.array(z.int()).length(2).meta({ description: 'Indices of its first and last bin.' }),
            attribution: z.number().meta({ description: 'What it does to the score, in the unit of the score.' }),
            share: z.number().meta({ description: 'Its part of all parts, taken without their signs.' }),
            direction: z.enum(['alike', 'apart']).meta({ description: 'Makes the two alike, or sets them apart.' }),
          }),
        )
        .meta({
          description:
            'The strongest stretches of the axis, 20 at most, the strongest first; none where addsUp is false.',
        }),
      regionCount: z.int().meta({ description: 'How many there are.' }),
      axis: axisSchema
        .optional()
        .meta({ description: 'The axis of attribution and gradCam, which is that of the model.' }),
      attribution: perBin.optional().meta({
        description:
          'The part of every bin: above 0 it makes the two alike, below 0 it sets them apart. Not there where addsUp is false.',
      }),
      gradCam: z.object({ a: perBin, b: perBin }).optional().meta({
        description:
          'Grad-CAM of either spectrum, 0 … 1. Not there where no encoder of the model has a place on the axis.',
      }),
    }),
  })
  .meta({
    id: 'Explanation',
    example: {
      ...VERDICT_EXAMPLE,
      explanation: {
        score: 3.2,
        baseline: -1.4,
        completenessError: 0.000004,
        addsUp: true,
        regions: [
          { from: 303.2, to: 303.2, peak: 303.2, bins: [512, 512], attribution: 1.1, share: 0.18, direction: 'alike' },
        ],
        regionCount: 1,
      },
    },
  });

/** The answer of `POST /v1/embed`. */
export const embeddingsSchema = z
  .object({
    embeddings: z.array(z.array(z.number())).meta({ description: 'One row a spectrum, in their order.' }),
    model,
    provider,
  })
  .meta({ id: 'Embeddings', example: { embeddings: [[0.12, -0.53, 1.08]], model: 'hoki', provider: 'cpu' } });

/** What is known of a model. */
export const modelSummarySchema = z
  .object({
    id: z.string(),
    simulated,
    group,
    input: z.object({
      quantity: z.string(),
      bins: z.int(),
      range: z.tuple([z.number(), z.number()]).meta({ description: 'First and last position.' }),
      missing: manifestSchema.shape.input.shape.missing,
    }),
    branches: z
      .array(
        z.object({
          preprocessing: z.string().meta({ description: 'The recipe inside the graph, in a line.' }),
          encoder: z.string().nullable().meta({ description: 'null where there is none.' }),
          backEnd: z.string(),
          embedding: z.int(),
        }),
      )
      .meta({ description: 'What the model is made of; their embeddings stand side by side.' }),
    embedding: z.int(),
    decision: manifestSchema.shape.decision.meta({
      description:
        'What the score is, the threshold of a verdict, and the band in which none is warranted, where there is one.',
    }),
    metrics: manifestSchema.shape.metrics.unwrap().nullable(),
    parity: parityReportSchema.shape.rows
      .nullable()
      .meta({ description: 'Which runtimes gave the reference answer; null when that was not certified.' }),
    manifest: z.string().meta({ description: 'SHA-256 of manifest.json, by which the model is known.' }),
  })
  .meta({ id: 'ModelSummary' });

/** `GET /v1/models`. */
export const modelListSchema = z
  .object({ models: z.array(modelSummarySchema), provider, threads: z.int() })
  .meta({ id: 'ModelList' });

/** `GET /v1/models/{id}`. */
export const modelSchema = modelSummarySchema
  .extend({
    axis: z.array(z.number()).meta({ description: 'The positions of its bins.' }),
    files: z
      .array(z.object({ path: z.string(), sha256: z.string() }))
      .meta({ description: 'What GET /v1/models/{id}/files/{path} serves.' }),
  })
  .meta({ id: 'Model' });

/** `GET /healthz`. */
export const healthSchema = z
  .object({
    status: z.enum(['ok', 'restarting', 'down', 'stopping']),
    models: z.int(),
    uptimeS: z.number(),
    waiting: z.int().meta({ description: 'Requests that wait for a run.' }),
    running: z.int().meta({ description: 'Requests in the present run.' }),
    answered: z.int().meta({ description: 'Requests answered since the start.' }),
    runs: z.int().meta({ description: 'Graph runs since the start; fewer than answered when requests came together.' }),
    restarts: z.int().meta({ description: 'How often the inference thread had to be started anew.' }),
    lastFailure: z.string().nullable(),
  })
  .meta({ id: 'Health' });
