import type { ComponentName } from '../../contract/components.ts';
import { SCOPES } from '../../contract/words.ts';
import type { JsonSchema } from '../../lead/lead-json-schema.ts';
import type { ApiRoute } from '../api-route.ts';
import { COMPONENT_SCHEMAS } from './component-schemas.ts';
import { type Answer, describeRoute } from './operations.ts';

export type OpenApi = Readonly<Record<string, unknown>> & {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

/**
 * The API as OpenAPI 3.1, made of the routes that serve and of the champion's lead schema.
 *
 * @param lead JSON Schema of a lead; undefined when no model is published yet
 */
export function buildOpenApi(
  routes: readonly ApiRoute[],
  baseUrl: string,
  lead: JsonSchema | undefined,
): OpenApi {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const template = route.path.replace(/:(\w+)/g, '{$1}');
    paths[template] = { ...paths[template], [route.method.toLowerCase()]: describe(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Lead conversion predictions',
      version: '1',
      description: 'Submit a lead, get an id at once, ask by it. Errors are problem details (RFC 9457).',
    },
    servers: [{ url: baseUrl }],
    paths,
    webhooks: {
      'prediction-ended': describeEvent('PredictionEvent', 'a prediction is final'),
      'job-ended': describeEvent('JobEvent', 'a job is final'),
      'batch-completed': describeEvent('BatchEvent', 'every accepted lead of a batch is final'),
      test: describeEvent(
        'TestEvent',
        'a caller tests the address',
        'Signed as Standard Webhooks says; sent once.',
      ),
    },
    components: {
      schemas: { ...COMPONENT_SCHEMAS, ...(lead === undefined ? {} : { Lead: lead }) },
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: SCHEME },
      },
    },
  };
}

function describe(route: ApiRoute): Record<string, unknown> {
  const { method, path, scope } = route;
  const { summary, description, parameters, body, bodyIsOptional, answers, problems } = describeRoute(route);
  const responses = {
    ...Object.fromEntries(
      Object.entries(answers).map(([status, answer]) => [status, describeAnswer(answer)]),
    ),
    ...Object.fromEntries(problems.map((status) => [status, PROBLEM])),
  };
  return {
    operationId: `${method} ${path}`.replace(/\W+/g, '_').replace(/_$/, '').toLowerCase(),
    summary,
    ...(description === undefined ? {} : { description }),
    ...(scope === 'open' ? {} : { security: [{ key: [scope] }], 'x-scope': scope }),
    parameters: parameters.map(({ schema = { type: 'string' }, ...parameter }) => ({
      ...parameter,
      ...(parameter.in === 'path' ? { required: true } : {}),
      schema,
    })),
    ...(body === undefined
      ? {}
      : { requestBody: { required: bodyIsOptional !== true, content: contentOf(body) } }),
    responses,
  };
}

/** What is posted to the address that `?webhook=` named. */
const describeEvent = (
  schema: ComponentName,
  when: string,
  description = 'Signed as Standard Webhooks says; tried for a day until it is answered with 2xx, or with 410.',
) => ({
  post: {
    summary: `Told when ${when}`,
    description,
    parameters: ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => ({
      name,
      in: 'header',
      required: true,
      schema: { type: 'string' },
    })),
    requestBody: {
      required: true,
      content: contentOf(schema),
    },
    responses: { '2XX': { description: 'delivered' }, 410: { description: 'never to be told again' } },
  },
});

const contentOf = (schema: ComponentName, mediaType = 'application/json') => ({
  [mediaType]: { schema: { $ref: `#/components/schemas/${schema}` } },
});

const SCHEME = `sl_…, made by \`scorelane keys create\`. An operation names the least scope that the key needs, of ${SCOPES.join(' < ')}.`;

const PROBLEM = {
  description: 'a problem; its `type` says which',
  content: contentOf('Problem', 'application/problem+json'),
};

function describeAnswer({ is, schema, mediaType, headers = [] }: Answer): Record<string, unknown> {
  return {
    description: is,
    ...(headers.length === 0
      ? {}
      : { headers: Object.fromEntries(headers.map((name) => [name, { schema: { type: 'string' } }])) }),
    ...(schema !== undefined
      ? { content: contentOf(schema, mediaType) }
      : mediaType !== undefined
        ? { content: { [mediaType]: { schema: { type: mediaType.includes('json') ? 'object' : 'string' } } } }
        : {}),
  };
}
