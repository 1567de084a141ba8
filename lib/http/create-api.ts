import { Router } from '@aws-lambda-powertools/event-handler/http';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { ANONYMOUS } from '../auth/authenticate.ts';
import { PermanentError, TransientError } from '../errors.ts';
import { NotQueuedError } from '../prediction/submit-prediction.ts';
import type { ApiDeps, ApiRequest } from './api-route.ts';
import { identify } from './identify.ts';
import { HttpProblem, problemResponse } from './problem.ts';
import { API_ROUTES } from './routes.ts';

/** Told about errors that are ours, never about a lead. */
export interface ErrorLog {
  error(message: string, error: Error): void;
}

export type Api = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** The HTTP API over API Gateway's payload format 2.0. Every answer carries `x-request-id`. */
export function createApi(deps: ApiDeps, log: ErrorLog): Api {
  const router = createRouter(deps, log);
  return async (event, context) => {
    const result = await router
      .resolve(takeBody(event), context)
      // The router throws on requests that have no URL, such as one with a broken Host header.
      .catch((error: unknown) => toResult(answerError(isInvalidUrl(error) ? NO_URL : error, log)));
    return { ...result, headers: { ...result.headers, 'x-request-id': event.requestContext.requestId } };
  };
}

/** The router logs every 4xx as an error; what is worth a line is logged in `answerError`. */
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

function createRouter(deps: ApiDeps, log: ErrorLog): Router {
  const router = new Router({ logger: SILENT });
  const methods = new Map<string, string[]>();
  for (const { method, path, scope, handle } of API_ROUTES) {
    methods.set(path, [...(methods.get(path) ?? []), method]);
    router.route(
      async ({ req, params, event }) => {
        const caller = scope === 'open' ? ANONYMOUS : await identify(deps, req, scope);
        const body = bodies.get(event) ?? NO_BODY;
        return handle(deps, { request: req, body, params, baseUrl: new URL(req.url).origin, caller });
      },
      { method: [method], path },
    );
  }
  for (const [path, allowed] of methods) refuseOtherMethods(router, path as `/${string}`, allowed);
  router.notFound(async () => problemResponse(new HttpProblem('not-found', NO_SUCH_RESOURCE)));
  router.errorHandler(Error, async (error) => answerError(error, log));
  return router;
}

const NO_SUCH_RESOURCE = 'there is no such resource; GET / lists what there is';
const ALL_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

function refuseOtherMethods(router: Router, path: `/${string}`, allowed: readonly string[]): void {
  router.route(
    async ({ req }) =>
      problemResponse(
        new HttpProblem('method-not-allowed', `expected ${allowed.join(' or ')}, got ${req.method}`, {
          allow: allowed.join(', '),
        }),
      ),
    { method: ALL_METHODS.filter((method) => !allowed.includes(method)), path },
  );
}

/** The one map from errors to answers. An unknown error is logged whole and answered with nothing of it. */
function answerError(error: unknown, log: ErrorLog): Response {
  if (error instanceof HttpProblem) return problemResponse(error);
  // The router could not decode the path, as in /predict/%: there is nothing under such a name.
  if (error instanceof URIError) return problemResponse(new HttpProblem('not-found', NO_SUCH_RESOURCE));
  if (error instanceof NotQueuedError) {
    log.error('a prediction was stored but not queued', error);
    return problemResponse(
      new HttpProblem(
        'not-queued',
        'the lead is stored under this prediction_id, but the queue could not be reached; ask for it later',
        { 'retry-after': '5' },
        { prediction_id: error.predictionId },
      ),
    );
  }
  if (error instanceof TransientError || error instanceof PermanentError) {
    log.error('the request could not be served', error);
    return problemResponse(
      new HttpProblem('temporarily-unavailable', 'a part of the service is out of order; try again', {
        'retry-after': '5',
      }),
    );
  }
  log.error('unexpected error', error instanceof Error ? error : new Error(String(error)));
  return problemResponse(
    new HttpProblem('internal-error', 'this is our fault; the request id helps us to find it'),
  );
}

/** `new Request` wraps what `new URL` throws. */
const isInvalidUrl = (error: unknown): boolean => {
  const { code, cause } = error as { readonly code?: string; readonly cause?: { readonly code?: string } };
  return (code ?? cause?.code) === 'ERR_INVALID_URL';
};
const NO_URL = new HttpProblem('bad-request', 'expected a Host header and a path that make a URL');

type Body = ApiRequest['body'];
const NO_BODY: Body = { text: '', isBase64: false };
/** The bodies of the events that are being answered. */
const bodies = new WeakMap<object, Body>();

/**
 * The event without its body, which is kept aside: the Request constructor refuses one with GET, though it is legal
 * (RFC 9110 §9.3.1), and a stream around a text that is there already costs a third of the time of an answer.
 */
function takeBody({ body, isBase64Encoded, ...rest }: APIGatewayProxyEventV2): APIGatewayProxyEventV2 {
  const event = { ...rest, isBase64Encoded: false };
  if (body !== undefined) bodies.set(event, { text: body, isBase64: isBase64Encoded });
  return event;
}

async function toResult(response: Response): Promise<APIGatewayProxyStructuredResultV2> {
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
    isBase64Encoded: false,
  };
}
