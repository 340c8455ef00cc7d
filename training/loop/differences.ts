/** One place at which two descriptions differ, with what stands there in words. */
export interface Difference {
  /** `config.encoder.config.width` */
  readonly path: string;
  readonly here: string;
  readonly there: string;
}

/** Where two values, such as JSON has them, differ; lists are compared as a whole. */
export function differences(here: unknown, there: unknown, path = ''): Difference[] {
  if (isObject(here) && isObject(there)) {
    return [...new Set([...Object.keys(here), ...Object.keys(there)])].flatMap((key) =>
      differences(here[key], there[key], path === '' ? key : `${path}.${key}`),
    );
  }
  const [one, other] = [wordsOf(here), wordsOf(there)];
  return one === other ? [] : [{ path, here: one, there: other }];
}

function wordsOf(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
