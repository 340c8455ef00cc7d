import { SpectroSimError } from '@spectrosim/models';
import { z } from 'zod';
import { barlowTwins } from './barlow-twins.js';
import { byol } from './byol.js';
import { classification } from './classification.js';
import { moco } from './moco.js';
import { ntXentObjective } from './nt-xent.js';
import type { Objective, ObjectiveDefinition } from './objective.js';
import { simSiam } from './simsiam.js';
import { supConObjective } from './sup-con.js';
import { tripletObjective } from './triplet.js';
import { vicReg } from './vicreg.js';

const DEFINITIONS = [
  ntXentObjective,
  supConObjective,
  byol,
  barlowTwins,
  simSiam,
  moco,
  vicReg,
  tripletObjective,
  classification,
] as readonly ObjectiveDefinition<unknown>[];

/** The names of all objectives. */
export const OBJECTIVES: readonly string[] = DEFINITIONS.map(({ name }) => name);

/** An objective as a configuration resolves it: its name alone where it has no settings. */
export type ObjectiveSetting = string | { readonly name: string; readonly config: Readonly<Record<string, unknown>> };

/** An objective as a person gives it. */
export type ObjectiveInput = string | { readonly name: string; readonly config?: Readonly<Record<string, unknown>> };

/** `"byol"` or `{"name": "byol", "config": {"decay": 0.99}}` → the objective with all its settings. */
export const objectiveSchema = z
  .preprocess(
    (given) => (typeof given === 'string' ? { name: given } : given),
    z.union(
      DEFINITIONS.map(({ name, config }) => z.strictObject({ name: z.literal(name), config: config.prefault({}) })),
    ),
  )
  .transform(({ name, config }) => settingOf(name, config as Record<string, unknown>)) as z.ZodType<
  ObjectiveSetting,
  ObjectiveInput
>;

/** An objective ready for use: what it is, and what its settings make of it. */
export type ResolvedObjective = Objective & Omit<ObjectiveDefinition<never>, 'config' | 'create'>;

/**
 * The objective of a configuration.
 *
 * @throws SpectroSimError `usage` when there is none of that name; the message lists those there are.
 * @example
 * ```ts
 * objectiveOf('nt-xent').chance?.(16); // ln 31
 * ```
 */
export function objectiveOf(setting: ObjectiveInput): ResolvedObjective {
  const given = typeof setting === 'string' ? { name: setting } : setting;
  const definition = DEFINITIONS.find(({ name }) => name === given.name);
  if (definition === undefined) {
    throw new SpectroSimError('usage', `There is no objective "${given.name}". Objectives: ${OBJECTIVES.join(', ')}.`);
  }
  const { config, create, ...meta } = definition;
  return { ...meta, ...create(config.parse(given.config ?? {})) };
}

function settingOf(name: string, config: Readonly<Record<string, unknown>>): ObjectiveSetting {
  return Object.keys(config).length === 0 ? name : { name, config };
}
