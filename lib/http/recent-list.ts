import { type Page, type RecentOptions, type RecentQuery, readRecent } from '../acceptance/read-recent.ts';
import { InputError } from '../errors.ts';
import type { ApiRequest } from './api-route.ts';
import { HttpProblem } from './problem.ts';
import { readNumber } from './read-query.ts';

const PAGE = 20;
const MOST = 100;

/**
 * The page of a list that a request asks for (`limit`, `cursor`), and the headers that lead to the next one.
 *
 * @param filters names of the list's own parameters, which the next page has, too
 * @throws {HttpProblem} 400 naming the parameter that is wrong
 */
export async function readList<Row extends { readonly expiresAt: Date }>(
  deps: Parameters<typeof readRecent>[0],
  { path, query, baseUrl }: ApiRequest,
  list: (query: RecentQuery) => Promise<Page<Row>>,
  {
    wanted,
    filters = [],
  }: Pick<RecentOptions<Row>, 'wanted'> & { readonly filters?: readonly string[] } = {},
): Promise<Page<Row> & { readonly headers: Readonly<Record<string, string>> }> {
  const limit = readNumber(query, 'limit', { usual: PAGE, most: MOST });
  const cursor = query.get('cursor') ?? undefined;
  const page = await readRecent(deps, list, {
    limit,
    cursor,
    ...(wanted === undefined ? {} : { wanted }),
  }).catch((error: unknown) => {
    if (error instanceof InputError) throw new HttpProblem('bad-request', `cursor: ${error.message}`);
    throw error;
  });
  if (page.next === undefined) return { ...page, headers: {} };
  const following = new URLSearchParams();
  for (const name of [...filters, 'limit']) if (query.has(name)) following.set(name, query.get(name)!);
  following.set('cursor', page.next);
  return { ...page, headers: { link: `<${baseUrl}${path}?${following}>; rel="next"` } };
}
