import type { ProblemDescription } from '../../contract/problem.ts';
import { NotFoundError } from '../../errors.ts';
import type { ServeModel } from '../../registry/serve-model.ts';
import { type ApiAnswer, json } from '../answer.ts';
import type { ApiRequest, ApiRoute, DefaultModel } from '../api-route.ts';
import { fitLeadSchema } from '../fit-schema.ts';
import type { OpenApi } from '../openapi/build-openapi.ts';
import { HttpProblem } from '../problem.ts';

export interface DocsDeps extends DefaultModel {
  readonly serve: ServeModel;
}

/**
 * The API, described by itself. What only the description needs is loaded when it is asked for.
 *
 * @param routes all of them, these too
 */
export const createDocsRoutes = (routes: () => readonly ApiRoute[]): readonly ApiRoute<DocsDeps>[] => [
  {
    method: 'GET',
    path: '/openapi.json',
    scope: 'open',
    handle: async (deps, request) => json<OpenApi>(await describe(deps, request, routes())),
  },
  {
    method: 'GET',
    path: '/docs',
    scope: 'open',
    answers: ['text/html'],
    handle: async (deps, request) => {
      const { renderDocs } = await import('../openapi/render-docs.ts');
      return page(renderDocs(await describe(deps, request, routes()), routes()));
    },
  },
  {
    method: 'GET',
    path: '/problems/:type',
    scope: 'open',
    answers: ['text/html', 'application/json'],
    handle: getProblem,
  },
];

/** The address that `type` of a problem is: what it means, and what to do. The same for as long as the service runs. */
async function getProblem(_deps: DocsDeps, { params, mediaType, baseUrl }: ApiRequest): Promise<ApiAnswer> {
  const basePath = new URL(baseUrl).pathname.replace(/\/$/, '');
  const { describeProblem, renderProblem } = await import('../openapi/render-problem.ts');
  const problem = describeProblem(params.type ?? '', basePath);
  if (problem === undefined)
    throw new HttpProblem('not-found', 'there is no problem of this type; GET /docs lists them');
  const answer =
    mediaType === 'application/json'
      ? json<ProblemDescription>(problem)
      : page(renderProblem(problem, basePath));
  return {
    ...answer,
    headers: { ...answer.headers, 'cache-control': 'public, max-age=3600', vary: 'accept' },
  };
}

/** It may load nothing and run nothing. */
const page = (body: string): ApiAnswer => ({
  status: 200,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  },
  body,
});

/** Of the lead as JSON: as a page, indented and with its quotes escaped, short levels take seven times as much. */
const MOST_LEAD_BYTES = 300_000;

async function describe(
  { serve, defaultModel }: DocsDeps,
  { baseUrl }: ApiRequest,
  routes: readonly ApiRoute[],
): Promise<OpenApi> {
  const served = await serve(defaultModel).catch((error: unknown) => {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  });
  const { buildOpenApi } = await import('../openapi/build-openapi.ts');
  return buildOpenApi(routes, baseUrl, served && fitLeadSchema(served.model.artifact, MOST_LEAD_BYTES));
}
