import { z } from 'zod';
import { SpectroSimError } from './errors.js';
import { metricsSchema } from './metrics.js';
import { choiceSchema, misfitOf, verifierSchema } from './verifier-schema.js';

/** The version of the artifact format that this code reads and writes. */
export const MANIFEST_VERSION = 2;

const graphSchema = z.strictObject({
  file: z.string(),
  opset: z.int(),
  inputs: z.array(z.strictObject({ name: z.string(), dims: z.array(z.union([z.int(), z.string()])) })),
  outputs: z.array(z.strictObject({ name: z.string(), dims: z.array(z.union([z.int(), z.string()])) })),
});

/** `manifest.json`: what an artifact is, what it takes and gives, how it was made and how well it does. */
export const manifestSchema = z.strictObject({
  spectrosim: z.literal(MANIFEST_VERSION),
  /** The data were simulated: no claim about real samples follows. */
  simulated: z.boolean(),
  input: z.strictObject({
    quantity: z.string(),
    /** What a missing intensity becomes: `zero` (not detected) on mass axes, `interpolate` on continuous ones. */
    missing: z.enum(['zero', 'interpolate']),
    axis: z.array(z.number()).min(1),
  }),
  ...verifierSchema.shape,
  /** `explain` is absent from models of before there were explanations. */
  graphs: z.strictObject({ model: graphSchema, score: graphSchema, explain: graphSchema.optional() }),
  /** The training-free similarity beside the model; its weights are under `floor.`. */
  floor: verifierSchema,
  /** How the model was chosen; absent where it was asked for. */
  choice: choiceSchema.optional(),
  training: z.record(z.string(), z.unknown()),
  data: z.strictObject({
    /** SHA-256 over axis, intensities and groups of the whole set. */
    hash: z.string(),
    group: z.string(),
    groups: z.int(),
    spectra: z.int(),
    /** Short hashes of the spectra that were trained on; evaluation refuses them. */
    trainingRows: z.array(z.string()),
    /** Short hashes of the groups that were trained on; evaluation refuses them too. */
    trainingGroups: z.array(z.string()),
  }),
  metrics: metricsSchema.optional(),
  /** SHA-256 of every file of the artifact but this one, `parity.json` and `run.json`. */
  files: z.record(z.string(), z.string()),
});

/** The parsed `manifest.json`. */
export type Manifest = z.infer<typeof manifestSchema>;

/**
 * Reads a manifest.
 *
 * @throws SpectroSimError `artifact` when it is not JSON, of another version, or does not fit the schema.
 */
export function parseManifest(json: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new SpectroSimError('artifact', 'manifest.json is not JSON. Restore the artifact or train it again.', {
      cause,
    });
  }
  const version = (value as { spectrosim?: unknown } | null)?.spectrosim;
  if (version !== MANIFEST_VERSION) {
    throw new SpectroSimError(
      'artifact',
      `The artifact has format version ${version ?? 'none'}, this program reads version ${MANIFEST_VERSION}. Use the program that wrote it, or train again.`,
    );
  }
  const parsed = manifestSchema.safeParse(value);
  if (!parsed.success) {
    throw new SpectroSimError('artifact', `manifest.json does not fit its schema:\n${z.prettifyError(parsed.error)}`);
  }
  for (const verifier of [parsed.data, parsed.data.floor]) {
    const misfit = misfitOf(verifier);
    if (misfit !== undefined) {
      throw new SpectroSimError('artifact', `manifest.json contradicts itself: ${misfit}. Restore it or train again.`);
    }
  }
  return parsed.data;
}

/** The part of a manifest that describes the model itself, not how it was chosen, what was decided or what it measured. */
export type ModelDescription = Omit<Manifest, 'files' | 'metrics' | 'decision' | 'choice'>;

/** A model's description as the `metadata_props` of its graphs: one JSON value a key. */
export function graphMetadata(description: ModelDescription): Record<string, string> {
  return Object.fromEntries(Object.entries(description).map(([key, value]) => [key, JSON.stringify(value)]));
}
