import { z } from '@hono/zod-openapi';
import { explainIssues, SpectroSimError } from '@spectrosim/models';

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
  const named = explainIssues(issues.slice(0, NAMED), schema);
  const more = issues.length > NAMED ? ` There are ${issues.length - NAMED} more.` : '';
  throw new SpectroSimError('usage', `${where} is wrong: ${named.join('; ')}.${more}`, { cause: parsed.error });
}

/** The wrong fields of an error that {@link parse} threw, for a program; `undefined` for another error. */
export function fieldErrors({ cause }: SpectroSimError): z.infer<typeof fieldErrorSchema>[] | undefined {
  return cause instanceof z.ZodError
    ? cause.issues
        .slice(0, NAMED)
        .flatMap((issue) => pathsOf(issue).map((path) => ({ pointer: pointerTo(path), detail: issue.message })))
    : undefined;
}

/** An issue of unknown keys is about those keys, and not about the object that has them. */
function pathsOf(issue: z.core.$ZodIssue): readonly (readonly PropertyKey[])[] {
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
}

/** A path as a JSON pointer (RFC 6901) in a fragment. */
function pointerTo(path: readonly PropertyKey[]): string {
  return `#${path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')}`;
}

function rank({ code }: z.core.$ZodIssue): number {
  return code === 'unrecognized_keys' ? 0 : 1;
}
