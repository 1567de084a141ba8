import { COMPONENTS, type ComponentName } from '../../lib/contract/components.ts';
import { PROBLEMS } from '../../lib/contract/words.ts';
import type { ApiRoute } from '../../lib/http/api-route.ts';
import { compileRoutes } from '../../lib/http/match-route.ts';
import { describeRoute } from '../../lib/http/openapi/describe-route.ts';
import type { Answer } from '../../lib/http/openapi/operation.ts';
import { API_ROUTES } from '../../lib/http/routes.ts';

const match = compileRoutes(API_ROUTES);

/**
 * Refuses an answer that is not as lib/contract says: a member more or less, a status that the route does not name.
 *
 * @throws {Error} saying what is wrong, and where
 */
export function checkAnswer(
  method: string,
  path: string,
  answer: { readonly status: number; readonly type: string; readonly body: unknown },
): void {
  const where = `${method} ${path} ${answer.status}`;
  if (answer.type === 'application/problem+json') {
    check('Problem', answer.body, where);
    const { type } = answer.body as { readonly type: string };
    const [status] = PROBLEMS[type.replace(/^.*\/problems\//, '') as keyof typeof PROBLEMS] ?? [];
    if (status !== answer.status) throw new Error(`${where}: expected the status ${status} of ${type}`);
  }
  const route = findRoute(method, path);
  if (route === undefined) return;
  const { answers, problems } = describeRoute(route);
  const documented = answers[answer.status];
  if (documented !== undefined) checkDocumented(documented, answer, where);
  else if (!problems.includes(answer.status))
    throw new Error(`${where}: expected ${[...Object.keys(answers), ...problems].join(', ')}`);
}

function checkDocumented(
  { schema, mediaType }: Answer,
  { type, body }: { readonly type: string; readonly body: unknown },
  where: string,
): void {
  const types = [mediaType ?? (schema === undefined ? 'undefined' : 'application/json')].flat();
  const [given] = type.split(';');
  if (!types.includes(given!)) throw new Error(`${where}: expected ${types.join(' or ')}, got ${type}`);
  if (schema !== undefined && given!.includes('json')) check(schema, body, where);
}

function findRoute(method: string, path: string): ApiRoute | undefined {
  try {
    const found = match(method, path);
    return 'route' in found ? found.route : undefined;
  } catch {
    // Its path cannot be decoded.
    return undefined;
  }
}

function check(name: ComponentName, body: unknown, where: string): void {
  const { error } = COMPONENTS[name].safeParse(body);
  if (error !== undefined) throw new Error(`${where}: no ${name} of lib/contract: ${error.message}`);
}
