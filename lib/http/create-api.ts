import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { ANONYMOUS } from '../auth/authenticate.ts';
import { PermanentError, TransientError } from '../errors.ts';
import { NotQueuedError } from '../prediction/submit-prediction.ts';
import type { ApiAnswer, Headers } from './answer.ts';
import type { ApiDeps } from './api-route.ts';
import { identify } from './identify.ts';
import { compileRoutes } from './match-route.ts';
import { answerProblem, HttpProblem } from './problem.ts';
import { API_ROUTES } from './routes.ts';

/** Told about errors that are ours, never about a lead. */
export interface ErrorLog {
  error(message: string, facts: { readonly error: Error; readonly request_id: string }): void;
}

export type Api = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** The HTTP API over API Gateway's payload format 2.0. Every answer carries `x-request-id`. */
export function createApi(deps: ApiDeps, log: ErrorLog): Api {
  const match = compileRoutes(API_ROUTES);
  return async (event) => {
    const { requestId, http } = event.requestContext;
    const { status, headers, body } = await answer(deps, match, event).catch((thrown: unknown) =>
      answerError(thrown, (message, error) => log.error(message, { error, request_id: requestId })),
    );
    const id = { 'x-request-id': requestId };
    return {
      statusCode: status,
      headers: { ...headers, ...id },
      body: http.method === 'HEAD' ? '' : body,
      isBase64Encoded: false,
    };
  };
}

async function answer(
  deps: ApiDeps,
  match: ReturnType<typeof compileRoutes>,
  event: APIGatewayProxyEventV2,
): Promise<ApiAnswer> {
  const { rawPath: path, rawQueryString, body: text = '', isBase64Encoded: isBase64 } = event;
  const headers = lowerNames(event.headers);
  const baseUrl = readBaseUrl(headers, event.requestContext.domainName);
  const { method } = event.requestContext.http;
  const found = match(method, path);
  if ('allowed' in found) throw refuse(method, found.allowed);
  const { route, params } = found;
  const caller = route.scope === 'open' ? ANONYMOUS : await identify(deps, headers, route.scope);
  const query = new URLSearchParams(rawQueryString);
  return route.handle(deps, { path, query, headers, body: { text, isBase64 }, params, baseUrl, caller });
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
  if (HOST.test(name) && /^https?$/.test(scheme)) return `${scheme}://${name}`;
  throw new HttpProblem('bad-request', 'expected a Host header that names a host');
}

function refuse(method: string, allowed: readonly string[]): HttpProblem {
  if (allowed.length === 0) return NOT_FOUND;
  return new HttpProblem('method-not-allowed', `expected ${allowed.join(' or ')}, got ${method}`, {
    allow: allowed.join(', '),
  });
}

const NOT_FOUND = new HttpProblem('not-found', 'there is no such resource; GET / lists what there is');

/** The one map from errors to answers. An unknown error is logged whole and answered with nothing of it. */
function answerError(error: unknown, log: (message: string, error: Error) => void): ApiAnswer {
  if (error instanceof HttpProblem) return answerProblem(error);
  // The path could not be decoded, as in /predict/%: there is nothing under such a name.
  if (error instanceof URIError) return answerProblem(NOT_FOUND);
  if (error instanceof NotQueuedError) {
    log('a prediction was stored but not queued', error);
    return answerProblem(
      new HttpProblem(
        'not-queued',
        'the lead is stored under this prediction_id, but the queue could not be reached; ask for it later',
        { 'retry-after': '5' },
        { prediction_id: error.predictionId },
      ),
    );
  }
  if (error instanceof TransientError || error instanceof PermanentError) {
    log('the request could not be served', error);
    return answerProblem(
      new HttpProblem('temporarily-unavailable', 'a part of the service is out of order; try again', {
        'retry-after': '5',
      }),
    );
  }
  log('unexpected error', error instanceof Error ? error : new Error(String(error)));
  return answerProblem(
    new HttpProblem('internal-error', 'this is our fault; the request id helps us to find it'),
  );
}
