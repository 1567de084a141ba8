import { MOST_ERRORS } from '../contract/words.ts';
import { nearestName } from '../lead/nearest-name.ts';
import { cutText } from './bound-errors.ts';
import { HttpProblem } from './problem.ts';

const LONGEST_NAME = 80;

/**
 * Refuses parameters that a route does not have, and those that are given twice: either would be left out silently, and the
 * answer would be to another question.
 *
 * @param names of the route
 * @throws {HttpProblem} 400 naming each of them
 */
export function checkQuery(query: URLSearchParams, names: readonly string[]): void {
  const errors = [...new Set(query.keys())].flatMap((name) => {
    const message = explain(name, names, query.getAll(name).length);
    return message === undefined ? [] : [{ field: cutText(name, LONGEST_NAME), message }];
  });
  if (errors.length === 0) return;
  const detail = errors.slice(0, MOST_ERRORS).map(({ field, message }) => `${field}: ${message}`);
  throw new HttpProblem('bad-request', detail.join('; '), {}, { errors });
}

function explain(name: string, names: readonly string[], times: number): string | undefined {
  if (names.includes(name)) return times === 1 ? undefined : `expected once, got it ${times} times`;
  const nearest = nearestName(name, names);
  const expected =
    names.length === 0 ? 'this route has no query parameters' : `expected one of ${names.join(', ')}`;
  return `unknown query parameter; ${nearest === undefined ? expected : `did you mean “${nearest}”? ${expected}`}`;
}
