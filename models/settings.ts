import { z } from 'zod';
import { SpectroSimError } from './errors.js';
import { nearestName } from './nearest-name.js';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/**
 * Checks settings that a person wrote, and completes them with their defaults.
 *
 * @param what what they are, to begin the message with: `The configuration settings.json`
 * @throws SpectroSimError `usage` with a line for each mistake: its place, what was got and expected, and for an unknown
 * key the nearest known one
 * @example
 * ```ts
 * const config = parseSettings('The configuration settings.json', trainingConfigSchema, JSON.parse(text));
 * ```
 */
export function parseSettings<Schema extends z.ZodType>(
  what: string,
  schema: Schema,
  value: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) {
    return parsed.data;
  }
  const lines = explainIssues(parsed.error.issues, schema);
  throw new SpectroSimError('usage', `${what} is wrong:\n${lines.map((line) => `  ${line}`).join('\n')}`);
}

/**
 * What is wrong with a value that a schema refused, a line for each mistake: its place, what was got and expected, and for
 * an unknown key the nearest known one.
 */
export function explainIssues(issues: readonly Issue[], schema: z.ZodType): string[] {
  return issues.flatMap((issue) => explain(issue, [], schema));
}

function explain(issue: Issue, outer: Path, schema: z.ZodType): string[] {
  const path = [...outer, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${place(path)}${unknownName('key', key, knownKeys(schema, path))}`);
  }
  if (issue.code === 'invalid_union') {
    return explainUnion(issue, path, schema);
  }
  return [`${place(path)}${issue.message}`];
}

/** A union of objects told apart by a name: the mistakes of the one that was meant, or that there is no such name. */
function explainUnion(issue: Extract<Issue, { code: 'invalid_union' }>, path: Path, schema: z.ZodType): string[] {
  const choices = issue.errors.map((issues) => issues.find(({ code }) => code === 'invalid_value'));
  const meant = issue.errors.filter((_, i) => choices[i] === undefined);
  const objects = meant.filter((issues) =>
    issues.some(({ path: inner, code }) => inner.length > 0 || code !== 'invalid_type'),
  );
  const [only] = objects.length > 0 ? objects : meant;
  if (only !== undefined && only.length > 0) {
    return only.flatMap((inner) => explain(inner, path, schema));
  }
  const names = choices.flatMap((choice) => (choice?.code === 'invalid_value' ? choice.values : []));
  const inner = choices.find((choice) => choice !== undefined)?.path ?? [];
  return [`${place([...path, ...inner])}expected one of ${names.map((name) => JSON.stringify(name)).join(', ')}`];
}

/** `unknown key "temprature". Did you mean "temperature"? Known: …` */
function unknownName(kind: string, name: string, known: readonly string[]): string {
  const near = nearestName(name, known);
  return `unknown ${kind} ${JSON.stringify(name)}.${near === undefined ? '' : ` Did you mean ${JSON.stringify(near)}?`} Known: ${known.join(', ') || 'none'}`;
}

function place(path: Path): string {
  return path.length === 0
    ? ''
    : `${path.map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i > 0 ? '.' : ''}${String(part)}`)).join('')}: `;
}

interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
}

/** The keys that an object at this place may have. */
function knownKeys(schema: z.ZodType, path: Path): string[] {
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  let at = branches(root, root);
  for (const part of path) {
    at = at
      .flatMap((one) => (typeof part === 'number' ? one.items : one.properties?.[String(part)]) ?? [])
      .flatMap((one) => branches(one, root));
  }
  return [...new Set(at.flatMap(({ properties = {} }) => Object.keys(properties)))];
}

/** What a schema comes to: itself, or what it refers to or chooses among. Schemas with a name of their own are references. */
function branches(schema: JsonSchema, root: JsonSchema): JsonSchema[] {
  const named = schema.$ref === '#' ? root : root.$defs?.[schema.$ref?.replace('#/$defs/', '') ?? ''];
  const inner = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? []), ...(named ? [named] : [])];
  return [schema, ...inner.flatMap((one) => branches(one, root))];
}
