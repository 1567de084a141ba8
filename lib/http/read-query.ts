import { MOST_REFERENCE } from '../contract/words.ts';
import { isReference } from '../reference.ts';
import { HttpProblem } from './problem.ts';

/** Of batches, jobs and trainings. */
export const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * A parameter of a query; undefined: it is not there.
 *
 * @param expected in words, such as `the name of a model`
 * @throws {HttpProblem} 400 it is not as the pattern says
 */
export function readText(
  query: URLSearchParams,
  name: string,
  pattern: RegExp,
  expected: string,
): string | undefined {
  const text = query.get(name);
  if (text === null || pattern.test(text)) return text ?? undefined;
  throw new HttpProblem('bad-request', `${name}: expected ${expected}`);
}

/** A whole number of up to four digits; `usual` where it is not there. @throws {HttpProblem} 400 it is none, or out of range */
export function readNumber(
  query: URLSearchParams,
  name: string,
  { usual, least = 1, most }: { readonly usual: number; readonly least?: number; readonly most: number },
): number {
  const expected = `a whole number from ${least} to ${most}`;
  const value = Number(readText(query, name, /^\d{1,4}$/, expected) ?? usual);
  if (value >= least && value <= most) return value;
  throw new HttpProblem('bad-request', `${name}: expected ${expected}`);
}

/** One of the words of the wire. @throws {HttpProblem} 400 it is none of them */
export const readWord = <W extends string>(
  query: URLSearchParams,
  name: string,
  words: readonly W[],
): W | undefined =>
  readText(query, name, new RegExp(`^(?:${words.join('|')})$`), `one of ${words.join(', ')}`) as
    | W
    | undefined;

/** The caller's own id of a lead. @throws {HttpProblem} 400 it can be none */
export function readReference(query: URLSearchParams): string | undefined {
  const reference = query.get('reference');
  if (reference === null || isReference(reference)) return reference ?? undefined;
  throw new HttpProblem(
    'bad-request',
    `reference: expected 1 to ${MOST_REFERENCE} characters without control characters`,
  );
}
