import { DAY_MS } from '../../acceptance/keeping.ts';
import type { Clock } from '../../clock.ts';
import type { Performance } from '../../contract/performance.ts';
import { InputError } from '../../errors.ts';
import { isIsoDate } from '../../lead/json-value.ts';
import { measurePerformance } from '../../outcomes/performance/measure-performance.ts';
import { readCallCost } from '../../outcomes/read-call-cost.ts';
import { type CohortDeps, readCohorts } from '../../outcomes/read-cohorts.ts';
import { ELSEWHERE } from '../../outcomes/scored-lead.ts';
import type { RegistryStore } from '../../registry/ports.ts';
import { MODEL_NAME } from '../../registry/registry.ts';
import { type ApiAnswer, json } from '../answer.ts';
import type { ApiRequest, ApiRoute } from '../api-route.ts';
import { HttpProblem } from '../problem.ts';
import { readText } from '../read-query.ts';

export type PerformanceDeps = CohortDeps & { readonly registry: RegistryStore; readonly clock: Clock };

/** What the scores of a model were worth. */
export const PERFORMANCE_ROUTES: readonly ApiRoute<PerformanceDeps>[] = [
  {
    method: 'GET',
    path: '/models/:name/performance',
    scope: 'operate',
    query: ['version', 'from', 'to'],
    handle: get,
  },
];

const ANY_VERSION = new RegExp(`^(?:v[1-9]\\d{0,8}|${ELSEWHERE})$`);

async function get(deps: PerformanceDeps, { params, query }: ApiRequest): Promise<ApiAnswer> {
  const { name = '' } = params;
  const version = readText(query, 'version', ANY_VERSION, `a version such as v3, or ${ELSEWHERE}`);
  const now = deps.clock.now();
  const to = readMoment(query, 'to') ?? now;
  // All that are kept, also where “to” lies ahead.
  const from =
    readMoment(query, 'from') ?? new Date(Math.min(to.getTime(), now.getTime()) - deps.outcomeDays * DAY_MS);
  if (from >= to) throw new HttpProblem('bad-request', 'from, to: expected “from” before “to”');
  const versions = MODEL_NAME.test(name) ? await deps.registry.listVersions(name) : [];
  if (versions.length === 0) throw new HttpProblem('model-not-found', 'there is no model of this name');
  if (version !== undefined && version !== ELSEWHERE && !versions.some((one) => one.version === version))
    throw new HttpProblem('model-not-found', `there is no version ${version} of “${name}”`);
  const [rows, calls] = await Promise.all([
    readCohorts(deps, { model: name, from, to }).catch(refuseRange),
    readCallCost(deps.files, name),
  ]);
  return json<Performance>(measurePerformance({ model: name, version, from, to, now, rows, calls }));
}

/** @throws {HttpProblem} 400 the range holds too many leads */
function refuseRange(error: unknown): never {
  throw error instanceof InputError ? new HttpProblem('bad-request', `from, to: ${error.message}`) : error;
}

const MOMENT = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** A date, its first moment in UTC, or a time with an offset. @throws {HttpProblem} 400 it is none */
function readMoment(query: URLSearchParams, name: string): Date | undefined {
  const expected = 'a date such as 2026-01-31, or a time such as 2026-01-31T09:00:00Z';
  const text = readText(query, name, MOMENT, expected);
  if (text === undefined) return undefined;
  const at = new Date(text);
  // V8 takes the 31st of a month of 30 days for the 1st of the next.
  if (!Number.isNaN(at.getTime()) && isIsoDate(text)) return at;
  throw new HttpProblem('bad-request', `${name}: expected ${expected}`);
}
