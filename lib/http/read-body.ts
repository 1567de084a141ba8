import type * as z from 'zod/mini';
import { explainIssues } from '../trainings/training-options.ts';
import type { ApiRequest } from './api-route.ts';
import { HttpProblem } from './problem.ts';
import { readJson } from './read-json.ts';

/**
 * The JSON body of a request, checked by its schema in lib/contract.
 *
 * @param expected what each member expects, for messages
 * @param detail of the problem
 * @throws {HttpProblem} 422 naming every member that is wrong, each once; and as `readJson` does
 */
export function readBody<S extends z.ZodMiniType>(
  request: Pick<ApiRequest, 'headers' | 'body'>,
  schema: S,
  expected: Readonly<Record<string, string>>,
  detail: string,
): z.output<S> {
  return checkBody(readJson(request), schema, expected, detail);
}

/** The same of a body that was read already. */
export function checkBody<S extends z.ZodMiniType>(
  body: unknown,
  schema: S,
  expected: Readonly<Record<string, string>>,
  detail: string,
): z.output<S> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  // A value may be wrong in more than one way.
  const wrong = new Map(
    explainIssues(parsed.error.issues as never, expected).map((issue) => [issue.field, issue]),
  );
  throw new HttpProblem('invalid-request', detail, {}, { errors: [...wrong.values()] });
}
