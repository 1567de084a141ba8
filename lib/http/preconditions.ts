import type { ApiAnswer, Headers } from './answer.ts';
import { HttpProblem } from './problem.ts';

/** What `If-Match` or `If-None-Match` name: anything that is there, or entity tags. */
export type Tags = '*' | readonly { readonly opaque: string; readonly weak: boolean }[];

const ELEMENT = /\s*(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"\s*(?:,|$)|\s*,/y;

/**
 * The value of `If-Match` or `If-None-Match` (RFC 9110 §13.1): `*`, or a list of entity tags.
 *
 * @returns undefined: the header is not there
 * @throws {HttpProblem} 400 it is neither
 */
export function readTags(headers: Headers, name: 'if-match' | 'if-none-match'): Tags | undefined {
  const text = headers[name]?.trim();
  if (text === undefined) return undefined;
  if (text === '*') return '*';
  const tags: { opaque: string; weak: boolean }[] = [];
  ELEMENT.lastIndex = 0;
  while (ELEMENT.lastIndex < text.length) {
    const element = ELEMENT.exec(text);
    if (element === null) throw malformed(name);
    if (element[2] !== undefined) tags.push({ opaque: element[2], weak: element[1] !== undefined });
  }
  if (tags.length === 0) throw malformed(name);
  return tags;
}

const malformed = (name: string): HttpProblem =>
  new HttpProblem(
    'bad-request',
    `${name}: expected * or entity tags such as "v3-2", in quotes, separated by commas`,
  );

/** Whether any is one of these by the strong comparison (RFC 9110 §8.8.3.2): a weak tag never is. @param current none: there is nothing */
export const matchesStrongly = (tags: Tags, current: readonly string[]): boolean =>
  tags === '*' ? current.length > 0 : tags.some(({ opaque, weak }) => !weak && current.includes(opaque));

/** Whether any is one of these by the weak comparison. */
export const matchesWeakly = (tags: Tags, current: readonly string[]): boolean =>
  tags === '*' ? current.length > 0 : tags.some(({ opaque }) => current.includes(opaque));

/** Headers that 304 repeats (RFC 9110 §15.4.5). */
const REPEATED = ['etag', 'cache-control', 'vary'];

/**
 * The answer to a GET whose preconditions are looked at: 304 without a body when the client has what would be sent.
 *
 * @throws {HttpProblem} 412 `If-Match` names another; 400 as `readTags` says
 */
export function applyPreconditions(answer: ApiAnswer, headers: Headers): ApiAnswer {
  const { etag } = answer.headers;
  if (etag === undefined || answer.status !== 200) return answer;
  const current = [etag.slice(1, -1)];
  const match = readTags(headers, 'if-match');
  if (match !== undefined && !matchesStrongly(match, current))
    throw new HttpProblem('precondition-failed', `expected If-Match to name ${etag}, which is what is there`);
  const noneMatch = readTags(headers, 'if-none-match');
  if (noneMatch === undefined || !matchesWeakly(noneMatch, current)) return answer;
  const repeated = REPEATED.flatMap((name) => {
    const value = answer.headers[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { status: 304, headers: Object.fromEntries(repeated), body: '' };
}
