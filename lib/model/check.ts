/**
 * A few checkers for untrusted JSON. lib/model imports nothing outside itself and lib/lead, so that it can
 * run in the browser; these thirty lines are all it needs of a validation library.
 */

/** Throws an ArtifactError that names the path, unless the value at the path is what the checker expects. */
export type Checker = (value: unknown, path: string) => void;

export class ArtifactError extends Error {
  override readonly name = 'ArtifactError';
}

const fail = (path: string, expected: string, value: unknown): never => {
  const text = describe(value);
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  throw new ArtifactError(`model artifact: ${path || 'the file'}: expected ${expected}, got ${shown}`);
};

/** Never the inside of a list or an object, which may be deeper than the stack. */
function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : JSON.stringify(value);
}

export const number: Checker = (value, path) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) fail(path, 'a finite number', value);
};

export const positive: Checker = (value, path) => {
  number(value, path);
  if ((value as number) <= 0) fail(path, 'a number above 0', value);
};

export const text: Checker = (value, path) => {
  if (typeof value !== 'string') fail(path, 'text', value);
};

export const flag: Checker = (value, path) => {
  if (typeof value !== 'boolean') fail(path, 'true or false', value);
};

export const literal =
  (...allowed: readonly string[]): Checker =>
  (value, path) => {
    if (!allowed.includes(value as string))
      fail(path, allowed.map((word) => `"${word}"`).join(' or '), value);
  };

export const optional =
  (checker: Checker): Checker =>
  (value, path) => {
    if (value !== undefined) checker(value, path);
  };

export const list =
  (item: Checker): Checker =>
  (value, path) => {
    if (!Array.isArray(value)) return fail(path, 'a list', value);
    value.forEach((entry, i) => {
      item(entry, `${path}[${i}]`);
    });
  };

/** A list of numbers in which none is smaller than the one before. */
export const ascending: Checker = (value, path) => {
  list(number)(value, path);
  const numbers = value as number[];
  const drop = numbers.findIndex((x, i) => i > 0 && x < numbers[i - 1]!);
  if (drop > 0) fail(`${path}[${drop}]`, `at least ${numbers[drop - 1]}`, numbers[drop]);
};

/** A list of numbers in which each is larger than the one before. */
export const increasing: Checker = (value, path) => {
  ascending(value, path);
  const numbers = value as number[];
  const stop = numbers.findIndex((x, i) => i > 0 && x === numbers[i - 1]!);
  if (stop > 0) fail(`${path}[${stop}]`, `more than ${numbers[stop - 1]}`, numbers[stop]);
};

export const exactly =
  (length: number, checker: Checker): Checker =>
  (value, path) => {
    checker(value, path);
    const found = (value as unknown[]).length;
    if (found !== length) fail(path, `${length} entries`, found);
  };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keys that are not named are let through: a newer writer may add facts that a reader need not know. */
export const object =
  (shape: Readonly<Record<string, Checker>>): Checker =>
  (value, path) => {
    if (!isObject(value)) return fail(path, 'an object', value);
    for (const [key, checker] of Object.entries(shape)) {
      checker(Object.hasOwn(value, key) ? value[key] : undefined, path ? `${path}.${key}` : key);
    }
  };

export const record =
  (item: Checker): Checker =>
  (value, path) => {
    if (!isObject(value)) return fail(path, 'an object', value);
    for (const [key, entry] of Object.entries(value)) item(entry, `${path}[${JSON.stringify(key)}]`);
  };

/** An object whose shape is told by one of its properties. */
export const tagged =
  (tag: string, shapes: Readonly<Record<string, Readonly<Record<string, Checker>>>>): Checker =>
  (value, path) => {
    object({ [tag]: literal(...Object.keys(shapes)) })(value, path);
    object(shapes[(value as Record<string, string>)[tag]!]!)(value, path);
  };
