import { type Page, type RecentOptions, type RecentQuery, readRecent } from '../acceptance/read-recent.ts';
import type { ApiRequest } from './api-route.ts';
import { nextLink, refuseCursor } from './next-link.ts';
import { readNumber } from './read-query.ts';

const PAGE = 20;
const MOST = 100;

/**
 * The page of a list that a request asks for (`limit`, `cursor`), and the headers that lead to the next one.
 *
 * @throws {HttpProblem} 400 naming the parameter that is wrong
 */
export async function readList<Row extends { readonly expiresAt: Date }>(
  deps: Parameters<typeof readRecent>[0],
  request: ApiRequest,
  list: (query: RecentQuery) => Promise<Page<Row>>,
  options: Pick<RecentOptions<Row>, 'wanted'> = {},
): Promise<Page<Row> & { readonly headers: Readonly<Record<string, string>> }> {
  const { query } = request;
  const limit = readNumber(query, 'limit', { usual: PAGE, most: MOST });
  const cursor = query.get('cursor') ?? undefined;
  const page = await readRecent(deps, list, { limit, cursor, ...options }).catch(refuseCursor(query));
  return { ...page, headers: nextLink(request, page.next ?? null) };
}
