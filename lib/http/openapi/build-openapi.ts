import type { ComponentName } from '../../contract/components.ts';
import { SCOPES } from '../../contract/words.ts';
import type { JsonSchema } from '../../lead/lead-json-schema.ts';
import type { ApiRoute } from '../api-route.ts';
import { type Components, listComponents } from './component-schemas.ts';
import { describeRoute } from './describe-route.ts';
import { HEADER_COMPONENTS, refHeaders } from './header-components.ts';
import type { Answer, Parameter } from './operation.ts';
import { problemExamples, problemResponses, refProblems } from './problem-responses.ts';
import { listTags } from './tags.ts';

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
  const components = listComponents();
  const examples = withOwnLead(components.examples, lead);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const template = route.path.replace(/:(\w+)/g, '{$1}');
    paths[template] = { ...paths[template], [route.method.toLowerCase()]: describe(route, examples) };
  }
  const operations = routes.map(describeRoute);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Lead conversion predictions',
      version: '1',
      summary: 'Submit a lead, get an id at once, read its score by that id.',
      description:
        'Errors are problem details (RFC 9457); `type` of each is the address of a page that explains it. Every answer carries `x-request-id`. HEAD is answered wherever GET is.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: baseUrl === '' ? '/' : baseUrl }],
    tags: listTags(new Set(['Webhooks', ...operations.map(({ tag }) => tag)])),
    paths,
    webhooks: {
      'prediction-ended': describeEvent(examples, 'PredictionEvent', 'a prediction is final'),
      'job-ended': describeEvent(examples, 'JobEvent', 'a job is final'),
      'batch-completed': describeEvent(examples, 'BatchEvent', 'every accepted lead of a batch is final'),
      test: describeEvent(
        examples,
        'TestEvent',
        'a caller tests the address',
        'Signed as Standard Webhooks says; sent once.',
      ),
    },
    components: {
      schemas: { ...components.schemas, ...(lead === undefined ? {} : { Lead: lead }) },
      responses: problemResponses(new Set(operations.flatMap(({ problems }) => problems))),
      headers: HEADER_COMPONENTS,
      examples: {
        ...Object.fromEntries(
          Object.entries(examples).flatMap(([component, named]) =>
            Object.entries(named).map(([name, value]) => [`${component}.${name}`, { value }]),
          ),
        ),
        ...problemExamples(),
      },
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: SCHEME },
      },
    },
  };
}

type Examples = Components['examples'];

/** Those of the contract; where a model is served, its own lead in place of the contract's. */
function withOwnLead(examples: Examples, lead: JsonSchema | undefined): Examples {
  const [own] = (lead?.examples ?? []) as readonly unknown[];
  if (own === undefined) return examples;
  return {
    ...examples,
    Lead: { usual: own },
    LeadSubmission: { usual: own },
    BatchSubmission: { usual: [own] },
    ConversionRequest: { usual: { input_data: own } },
  };
}

function describe(route: ApiRoute, examples: Examples): Record<string, unknown> {
  const operation = describeRoute(route);
  const { id, tag, summary, description, deprecated, parameters, body, bodyIsOptional, answers } = operation;
  const { scope, path } = route;
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    ...(deprecated === undefined ? {} : { deprecated }),
    ...(scope === 'open' ? { security: [] } : { security: [{ key: [scope] }], 'x-scope': scope }),
    parameters: parameters.map(describeParameter),
    ...(body === undefined
      ? {}
      : { requestBody: { required: bodyIsOptional !== true, content: contentOf(body, examples) } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, answer]) => [status, describeAnswer(answer, examples)]),
      ),
      ...refProblems(operation, path),
    },
  };
}

const describeParameter = ({ schema = { type: 'string' }, ...parameter }: Parameter) => ({
  ...parameter,
  ...(parameter.in === 'path' ? { required: true } : {}),
  schema,
});

/** What is posted to the address that `?webhook=` named. */
const describeEvent = (
  examples: Examples,
  schema: ComponentName,
  when: string,
  description = 'Signed as Standard Webhooks says; tried for a day until it is answered with 2xx, or with 410.',
) => ({
  post: {
    operationId: schema.charAt(0).toLowerCase() + schema.slice(1),
    tags: ['Webhooks'],
    summary: `Told when ${when}`,
    description,
    parameters: ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => ({
      name,
      in: 'header',
      required: true,
      schema: { type: 'string' },
    })),
    requestBody: { required: true, content: contentOf(schema, examples) },
    responses: { '2XX': { description: 'delivered' }, 410: { description: 'never to be told again' } },
  },
});

const contentOf = (schema: ComponentName, examples: Examples, mediaType = 'application/json') => ({
  [mediaType]: {
    schema: { $ref: `#/components/schemas/${schema}` },
    examples: Object.fromEntries(
      Object.keys(examples[schema] ?? {}).map((name) => [
        name,
        { $ref: `#/components/examples/${schema}.${name}` },
      ]),
    ),
  },
});

const SCHEME = `sl_…, made by \`scorelane keys create\`. An operation names the least scope that the key needs, of ${SCOPES.join(' < ')}.`;

function describeAnswer(answer: Answer, examples: Examples): Record<string, unknown> {
  const { is, schema, headers = [], mayHave = [] } = answer;
  const usual = schema === undefined ? [] : ['application/json'];
  const content = [answer.mediaType ?? usual].flat().map((mediaType) => {
    if (!mediaType.includes('json')) return { [mediaType]: { schema: { type: 'string' } } };
    return schema === undefined
      ? { [mediaType]: { schema: { type: 'object' } } }
      : contentOf(schema, examples, mediaType);
  });
  return {
    description: is,
    headers: refHeaders(headers, mayHave),
    ...(content.length === 0 ? {} : { content: Object.assign({}, ...content) }),
  };
}
