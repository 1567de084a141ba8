import type { ApiRoute } from '../api-route.ts';
import type { Answer, Operation, Parameter } from './operation.ts';
import { OPERATION_IDS } from './operation-ids.ts';
import { SAID } from './operations.ts';
import { MODEL, PATH_PARAMETERS } from './parameters.ts';
import { tagOf } from './tags.ts';

/** Of a request that no operation takes as it is, and of defects: they may happen anywhere. */
const ANYWHERE = [400, 405, 500];
/** Headers that are there at times, wherever they are named. */
const AT_TIMES = ['Idempotent-Replayed', 'Link', 'Preference-Applied'];
/** Of a key that has a rate. */
const RATE = ['RateLimit', 'RateLimit-Policy'];

/** @throws {Error} nothing is said of the route, or of other parameters than it takes */
export function describeRoute(route: ApiRoute): Operation {
  const { method, path, scope } = route;
  const name = `${method} ${path}`;
  const said = SAID[name];
  if (said === undefined) throw new Error(`OpenAPI: ${name} is not described`);
  const { parameters = [], also = [], answers, ...words } = said;
  const [, subject = ''] = path.split('/');
  const inPath = Array.from(path.matchAll(/:(\w+)/g), ([, part = '']): Parameter => {
    return { name: part, in: 'path', description: PATH_PARAMETERS[part] ?? PATH_PARAMETERS[subject]! };
  });
  compareQuery(name, route.query ?? [], parameters);
  const problems = [
    ...ANYWHERE,
    ...(route.answers?.length === 0 ? [] : [406]),
    ...also,
    ...(scope === 'open' ? [] : [401, 429, 503]),
    ...(scope === 'open' || scope === 'form' ? [] : [403]),
    ...(inPath.length > 0 || parameters.includes(MODEL) ? [404] : []),
    ...(words.body === undefined ? [] : [413, 415, 422]),
  ];
  return {
    ...words,
    id: OPERATION_IDS[name] ?? deriveId(name),
    tag: tagOf(path),
    parameters: [...inPath, ...parameters],
    answers: Object.fromEntries(
      Object.entries(answers).map(([status, answer]) => [
        status,
        withHeaders(answer, status, route, parameters),
      ]),
    ),
    problems: [...new Set(problems)].sort(),
  };
}

function withHeaders(
  answer: Answer,
  status: string,
  { method, scope }: ApiRoute,
  parameters: readonly Parameter[],
): Answer {
  const { headers: named = status === '202' ? ['Location', 'Retry-After'] : [], mayHave = [] } = answer;
  const isPage = method === 'GET' && parameters.some(({ name }) => name === 'cursor');
  return {
    ...answer,
    headers: named.filter((name) => !AT_TIMES.includes(name)),
    mayHave: [
      ...mayHave,
      ...named.filter((name) => AT_TIMES.includes(name)),
      ...(isPage ? ['Link'] : []),
      ...(scope === 'open' ? [] : RATE),
    ],
  };
}

/** @throws {Error} a route takes other parameters than are described */
function compareQuery(name: string, taken: readonly string[], parameters: readonly Parameter[]): void {
  const described = parameters.flatMap((parameter) => (parameter.in === 'query' ? [parameter.name] : []));
  for (const each of taken)
    if (!described.includes(each)) throw new Error(`OpenAPI: ${name}: ?${each} is not described`);
  for (const each of described)
    if (!taken.includes(each)) throw new Error(`OpenAPI: ${name} does not take ?${each}`);
}

/** `GET /things/:id/parts` → `getThingsIdParts`: of an operation that has no name of its own. */
const deriveId = (name: string): string =>
  name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .map((word, i) => (i === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
