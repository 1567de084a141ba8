import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { ANONYMOUS, type Authenticate, type Caller } from '../auth/authenticate.ts';
import type { Headers } from './answer.ts';
import { answerError, NO_RESOURCE } from './answer-error.ts';
import type { ApiRoute } from './api-route.ts';
import { countUse, identify } from './identify.ts';
import { compileRoutes } from './match-route.ts';
import { HttpProblem } from './problem.ts';
import { type ApiLog, RequestLine } from './request-line.ts';
import { API_ROUTES, type RouteDeps } from './routes.ts';
import { sealAnswer } from './seal-answer.ts';

/** What the API needs; each route takes what its subject does. */
export type ApiDeps = RouteDeps & { readonly authenticate: Authenticate };

export type Api = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

/**
 * The HTTP API over API Gateway's payload format 2.0. Every answer carries `x-request-id`, fits into what Lambda hands
 * over, and leaves one line in the log.
 */
export function createApi(deps: ApiDeps, log: ApiLog): Api {
  const match = compileRoutes(API_ROUTES);
  return async (event, context) => {
    const { requestId, http } = event.requestContext;
    const line = new RequestLine(log, requestId, http.method);
    const tell = (message: string, error: Error) => log.error(message, { error, request_id: requestId });
    const answer = await serve(deps, match, event, context, line)
      .catch((thrown: unknown) => answerError(thrown, tell))
      .then((made) => sealAnswer(made, requestId, tell));
    line.write(answer.result.statusCode!, answer.problem);
    // What a client gets of HEAD has no body (RFC 9110 §9.3.2).
    return http.method === 'HEAD' ? { ...answer.result, body: '', isBase64Encoded: false } : answer.result;
  };
}

async function serve(
  deps: ApiDeps,
  match: ReturnType<typeof compileRoutes<RouteDeps>>,
  event: APIGatewayProxyEventV2,
  context: Context,
  line: RequestLine,
) {
  const { rawPath: path, rawQueryString, body: text = '', isBase64Encoded: isBase64 } = event;
  const { method } = event.requestContext.http;
  const found = match(method, path);
  line.route = ('route' in found ? found.route.path : found.path) ?? line.route;
  const headers = lowerNames(event.headers);
  const baseUrl = readBaseUrl(headers, event.requestContext.domainName);
  if ('allowed' in found) throw refuse(method, found.allowed);
  const { route, params } = found;
  const caller = await admit(deps, headers, route, line);
  return route.handle(deps, {
    path,
    query: new URLSearchParams(rawQueryString),
    headers,
    body: { text, isBase64 },
    params,
    baseUrl,
    caller,
    remainingMs: () => context.getRemainingTimeInMillis(),
    takeLeads(leads) {
      line.leads = leads;
      return countUse(caller, 'leads', leads);
    },
    audit: (action, facts) => line.audit(action, facts),
  });
}

/** On open routes: a key is not even looked at. */
const STRANGER: Caller = { id: ANONYMOUS, scope: 'form', use: async () => undefined };

async function admit(deps: ApiDeps, headers: Headers, route: ApiRoute, line: RequestLine): Promise<Caller> {
  if (route.scope === 'open') return STRANGER;
  const caller = await identify(deps, headers, route.scope, (keyId) => {
    line.key = keyId;
  });
  if (route.counts !== 'leads') await countUse(caller, 'requests', 1);
  return caller;
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

function refuse(method: string, allowed: readonly string[]): HttpProblem {
  if (allowed.length === 0) return NO_RESOURCE;
  return new HttpProblem('method-not-allowed', `expected ${allowed.join(' or ')}, got ${method}`, {
    allow: allowed.join(', '),
  });
}
