import { z } from '@hono/zod-openapi';
import { SpectroSimError } from '@spectrosim/models';
import { nearestName } from '@spectrosim/models/io';

/** Wrong fields that a message names; an array of strings would have thousands. */
const NAMED = 5;

/** One wrong field: its place in the body as a JSON pointer, and what is wrong with it. */
export const fieldErrorSchema = z.object({ pointer: z.string(), detail: z.string() });

/**
 * What a client sent, checked.
 *
 * @param where what `value` is, for the message: `The body`
 * @throws SpectroSimError `usage` that names the wrong fields, with the nearest known one for an unknown one.
 */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown, where: string): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) {
    return parsed.data;
  }
  // An unknown key first: that the right one is missing follows from it.
  const issues = parsed.error.issues.toSorted((a, b) => rank(a) - rank(b));
  const named = issues.slice(0, NAMED).map((issue) => `${placeOf(issue.path)}${textOf(issue, schema)}`);
  const more = issues.length > NAMED ? ` There are ${issues.length - NAMED} more.` : '';
  throw new SpectroSimError('usage', `${where} is wrong: ${named.join('; ')}.${more}`, { cause: parsed.error });
}

/** The wrong fields of an error that {@link parse} threw, for a program; `undefined` for another error. */
export function fieldErrors({ cause }: SpectroSimError): z.infer<typeof fieldErrorSchema>[] | undefined {
  return cause instanceof z.ZodError
    ? cause.issues.slice(0, NAMED).map(({ path, message }) => ({
        pointer: `#${path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')}`,
        detail: message,
      }))
    : undefined;
}

function rank({ code }: z.core.$ZodIssue): number {
  return code === 'unrecognized_keys' ? 0 : 1;
}

function placeOf(path: readonly PropertyKey[]): string {
  return path.length === 0 ? '' : `${z.core.toDotPath(path)}: `;
}

function textOf(issue: z.core.$ZodIssue, schema: z.ZodType): string {
  if (issue.code !== 'unrecognized_keys') {
    return issue.message;
  }
  const known = keysAt(schema, issue.path);
  const hints = issue.keys.map((key) => {
    const near = nearestName(key, known);
    return `there is no "${key}"${near === undefined ? '' : `, did you mean "${near}"?`}`;
  });
  return `${hints.join('; ')} Known: ${known.join(', ')}`;
}

/** The keys of the object at a path of a schema. */
function keysAt(schema: z.ZodType | undefined, [head, ...rest]: readonly PropertyKey[]): string[] {
  const inner = schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema;
  if (!(inner instanceof z.ZodObject)) {
    return [];
  }
  return head === undefined ? Object.keys(inner.shape) : keysAt(inner.shape[head as string] as z.ZodType, rest);
}
