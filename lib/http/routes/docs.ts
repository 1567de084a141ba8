import { NotFoundError } from '../../errors.ts';
import type { ServeModel } from '../../registry/serve-model.ts';
import { json } from '../answer.ts';
import type { ApiRequest, ApiRoute, DefaultModel } from '../api-route.ts';
import { fitLeadSchema } from '../fit-schema.ts';
import type { OpenApi } from '../openapi/build-openapi.ts';

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
      const body = renderDocs(await describe(deps, request, routes()), routes());
      return {
        status: 200,
        headers: {
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
        },
        body,
      };
    },
  },
];

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
