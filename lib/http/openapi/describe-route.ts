import { PROBLEMS } from '../../contract/words.ts';
import type { ApiRoute } from '../api-route.ts';
import type { Answer, Operation, Parameter } from './operation.ts';
import { OPERATION_IDS } from './operation-ids.ts';
import { IDEMPOTENCY, MODEL, PATH_PARAMETERS, SAID } from './operations.ts';
import { tagOf } from './tags.ts';

/** Of a request that no operation takes as it is, and of defects: they may happen anywhere. */
const ANYWHERE = [400, 405, 406, 500];
const KNOWN_STATUSES: ReadonlySet<number> = new Set(Object.values(PROBLEMS).map(([status]) => status));

/** @throws {Error} nothing is said of the route */
export function describeRoute({ method, path, scope }: ApiRoute): Operation {
  const name = `${method} ${path}`;
  const said = SAID[name];
  if (said === undefined) throw new Error(`OpenAPI: ${name} is not described`);
  const { parameters = [], also = [], answers, ...words } = said;
  const [, subject = ''] = path.split('/');
  const inPath = Array.from(path.matchAll(/:(\w+)/g), ([, part = '']): Parameter => {
    return { name: part, in: 'path', description: PATH_PARAMETERS[part] ?? PATH_PARAMETERS[subject]! };
  });
  const problems = [
    ...ANYWHERE.filter((status) => KNOWN_STATUSES.has(status)),
    ...also,
    ...(scope === 'open' ? [] : [401, 429, 503]),
    ...(scope === 'open' || scope === 'form' ? [] : [403]),
    ...(inPath.length > 0 || parameters.includes(MODEL) ? [404] : []),
    ...(words.body === undefined ? [] : [413, 415, 422]),
  ];
  const isReplayed = parameters.includes(IDEMPOTENCY);
  return {
    ...words,
    id: OPERATION_IDS[name] ?? deriveId(name),
    tag: tagOf(path),
    parameters: [...inPath, ...parameters],
    answers: Object.fromEntries(
      Object.entries(answers).map(([status, answer]) => [status, withHeaders(answer, status, isReplayed)]),
    ),
    problems: [...new Set(problems)].sort(),
  };
}

function withHeaders(answer: Answer, status: string, isReplayed: boolean): Answer {
  const { headers = status === '202' ? ['Location', 'Retry-After'] : [], mayHave = [] } = answer;
  return { ...answer, headers, mayHave: [...mayHave, ...(isReplayed ? ['Idempotent-Replayed'] : [])] };
}

/** `GET /things/:id/parts` → `getThingsIdParts`: of an operation that has no name of its own. */
const deriveId = (name: string): string =>
  name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .map((word, i) => (i === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
