import { InputError } from '../errors.ts';
import type { ApiRequest } from './api-route.ts';
import { HttpProblem } from './problem.ts';

/** The parameters that say where a page begins. `after` is the name that releases before 2026-12 had. */
const CURSORS = ['cursor', 'after'] as const;

/**
 * `cursor` of a request, or `after`, as it was called before.
 *
 * @throws {HttpProblem} 400 both are there, and they differ
 */
export function readCursorText(query: URLSearchParams): string | undefined {
  const [cursor, after] = CURSORS.map((name) => query.get(name) ?? undefined);
  if (cursor !== undefined && after !== undefined && cursor !== after)
    throw new HttpProblem('bad-request', 'after: expected none beside cursor, which is its new name');
  return cursor ?? after;
}

/** The name under which a request has its cursor, for messages. */
export const cursorNameOf = (query: URLSearchParams): string =>
  CURSORS.find((name) => query.has(name)) ?? CURSORS[0];

/**
 * To catch what a store says of a cursor.
 *
 * @throws {HttpProblem} 400 for an InputError; else the error itself
 */
export const refuseCursor =
  (query: URLSearchParams) =>
  (error: unknown): never => {
    if (error instanceof InputError)
      throw new HttpProblem('bad-request', `${cursorNameOf(query)}: ${error.message}`);
    throw error;
  };

/** Headers of a page: `Link` leads to the next one (RFC 8288). @param cursor null: there is none */
export function nextLink(
  { baseUrl, path, query }: Pick<ApiRequest, 'baseUrl' | 'path' | 'query'>,
  cursor: string | null,
): { readonly link?: string } {
  if (cursor === null) return {};
  const next = new URLSearchParams(query);
  for (const name of CURSORS) next.delete(name);
  next.set('cursor', cursor);
  return { link: `<${baseUrl}${path}?${next}>; rel="next"` };
}
