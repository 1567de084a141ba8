import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { ANONYMOUS, type Authenticate, type Caller } from '../auth/authenticate.ts';
import type { Use } from '../auth/ports.ts';
import type { ApiAnswer, Headers } from './answer.ts';
import { answerError, NO_RESOURCE } from './answer-error.ts';
import type { ApiRoute } from './api-route.ts';
import { checkQuery } from './check-query.ts';
import { chooseMediaType } from './choose-media-type.ts';
import { countUse, identify } from './identify.ts';
import { compileRoutes, type OtherMethod } from './match-route.ts';
import { applyPreconditions } from './preconditions.ts';
import { HttpProblem } from './problem.ts';
import { rateFields } from './rate-fields.ts';
import { type ApiLog, RequestLine } from './request-line.ts';
import { API_ROUTES, type RouteDeps } from './routes.ts';
import { sealAnswer } from './seal-answer.ts';
import { splitPath } from './split-path.ts';

/** What the API needs; each route takes what its subject does. */
export type ApiDeps = RouteDeps & {
  readonly authenticate: Authenticate;
  /** What stands before every path, such as `/api`; none: nothing. */
  readonly basePath?: string;
};

export type Api = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** What a request comes to before it is answered; the answer carries it, whatever it is. */
interface Course {
  readonly line: RequestLine;
  readonly prefix: string;
  /** Headers of every answer from here on. */
  headers: Readonly<Record<string, string>>;
  /** The media types of what is posted. */
  takes?: readonly string[] | undefined;
}

/**
 * The HTTP API over API Gateway's payload format 2.0. Every answer carries `x-request-id`, fits into what Lambda hands
 * over, and leaves one line in the log.
 */
export function createApi(deps: ApiDeps, log: ApiLog): Api {
  const match = compileRoutes(API_ROUTES);
  const { basePath = '' } = deps;
  checkBasePath(basePath);
  return async (event, context) => {
    const { requestId, http } = event.requestContext;
    const line = new RequestLine(log, requestId, http.method);
    const tell = (message: string, error: Error) => log.error(message, { error, request_id: requestId });
    const { path, prefix } = splitPath(event, basePath);
    const course: Course = { line, prefix, headers: {} };
    const answer = await serve(deps, match, event, context, path, course)
      .catch((thrown: unknown) => answerError(thrown, tell, prefix))
      .then((made) => sealAnswer(complete(made, course), requestId, tell, prefix));
    line.write(answer.result.statusCode!, answer.problem);
    // What a client gets of HEAD has no body (RFC 9110 §9.3.2).
    return http.method === 'HEAD' ? { ...answer.result, body: '', isBase64Encoded: false } : answer.result;
  };
}

/** @throws {Error} requests without it could not be told from requests with it */
function checkBasePath(basePath: string): void {
  const [, first] = basePath.split('/');
  const taken = API_ROUTES.find(({ path }) => path !== '/' && path.split('/')[1] === first);
  if (taken === undefined) return;
  throw new Error(
    `configuration: BASE_PATH: expected a path that begins like none of the API’s own, got ${basePath}; there is ${taken.path}`,
  );
}

/** With the headers that the request has come to, and an address that is good where the client asked. */
function complete(answer: ApiAnswer, { headers, prefix, takes }: Course): ApiAnswer {
  const { location } = answer.headers;
  return {
    ...answer,
    headers: {
      ...headers,
      ...(answer.status === 415 && takes !== undefined && { 'accept-post': takes.join(', ') }),
      ...answer.headers,
      ...(location?.startsWith('/') === true && { location: prefix + location }),
    },
  };
}

async function serve(
  deps: ApiDeps,
  match: ReturnType<typeof compileRoutes<RouteDeps>>,
  event: APIGatewayProxyEventV2,
  context: Partial<Context>,
  path: string,
  course: Course,
): Promise<ApiAnswer> {
  const { rawQueryString, body: text = '', isBase64Encoded: isBase64 } = event;
  const { method } = event.requestContext.http;
  const { line } = course;
  const found = match(method, path);
  line.route = ('route' in found ? found.route.path : found.path) ?? line.route;
  const headers = lowerNames(event.headers);
  const baseUrl = readBaseUrl(headers, event.requestContext.domainName) + course.prefix;
  if ('allowed' in found) return answerOtherMethod(method, found);
  const { route, params } = found;
  if (method === 'POST') course.takes = route.takes;
  const count = (who: Caller, what: Use, amount: number) =>
    countUse(who, what, amount, (usage) => {
      course.headers = { ...course.headers, ...rateFields(what, usage) };
    });
  const caller = await admit(deps, headers, route, line);
  if (route.scope !== 'open' && route.counts !== 'leads') await count(caller, 'requests', 1);
  const query = new URLSearchParams(rawQueryString);
  checkQuery(query, route.query ?? []);
  const { answers = JSON_ONLY } = route;
  const mediaType = answers.length === 0 ? '' : chooseMediaType(headers, answers);
  const answer = await route.handle(deps, {
    path,
    query,
    headers,
    body: { text, isBase64 },
    params,
    baseUrl,
    mediaType,
    caller,
    takeLeads(leads) {
      line.leads = leads;
      return count(caller, 'leads', leads);
    },
    timeLeft: () => context.getRemainingTimeInMillis?.() ?? 0,
    audit: (action, facts) => line.audit(action, facts),
  });
  return route.method === 'GET' ? applyPreconditions(answer, headers) : answer;
}

const JSON_ONLY = ['application/json'];

/** On open routes: a key is not even looked at. */
const STRANGER: Caller = { id: ANONYMOUS, scope: 'form', use: async () => undefined };

async function admit(deps: ApiDeps, headers: Headers, route: ApiRoute, line: RequestLine): Promise<Caller> {
  if (route.scope === 'open') return STRANGER;
  return identify(deps, headers, route.scope, (keyId) => {
    line.key = keyId;
  });
}

/** API Gateway writes them so; others that send its events may not. */
const lowerNames = (headers: APIGatewayProxyEventV2['headers']): Headers => {
  const lowered: Record<string, string | undefined> = {};
  for (const name of Object.keys(headers)) lowered[name.toLowerCase()] = headers[name];
  return lowered;
};

const HOST = /^[\w.-]+(?::\d{1,5})?$|^\[[\da-f:.]+\](?::\d{1,5})?$/i;

/** Scheme and host that the client used. @throws {HttpProblem} they are none */
function readBaseUrl({ host, 'x-forwarded-proto': scheme = 'https' }: Headers, domainName: string): string {
  const name = host ?? domainName;
  if (name.length <= LONGEST_HOST && HOST.test(name) && /^https?$/.test(scheme)) return `${scheme}://${name}`;
  throw new HttpProblem('bad-request', 'expected a Host header that names a host');
}

/** Of a name (RFC 1035) with a port. It stands in every item of a list. */
const LONGEST_HOST = 260;

/** What can be done with a path, which needs no key (RFC 9110 §9.3.7); or that there is none, or not with this method. */
function answerOtherMethod(method: string, { allowed, takes }: OtherMethod): ApiAnswer {
  if (allowed.length === 0) throw NO_RESOURCE;
  const allow = [...allowed, 'OPTIONS'].join(', ');
  if (method !== 'OPTIONS')
    throw new HttpProblem('method-not-allowed', `expected ${allowed.join(' or ')}, got ${method}`, { allow });
  const acceptPost = takes.length === 0 ? {} : { 'accept-post': takes.join(', ') };
  return { status: 204, headers: { allow, ...acceptPost }, body: '' };
}
