import type { Scope } from '../../lib/auth/scope.ts';
import type { JsonSchema as Schema } from '../../lib/contract/components.ts';
import { PROBLEM_TEXTS } from '../../lib/contract/problem-texts.ts';
import { PROBLEMS, type ProblemType, SCOPES } from '../../lib/contract/words.ts';
import { buildOpenApi } from '../../lib/http/openapi/build-openapi.ts';
import { API_ROUTES } from '../../lib/http/routes.ts';
import { code, page, prose, sentence, table } from './markdown.ts';
import { describeType, renderProperties, renderSchema } from './schema-tables.ts';
import { slugOf } from './slug.ts';

type Content = Readonly<Record<string, { readonly schema: Schema }>>;

interface Response {
  readonly description: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Content;
}

interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly deprecated?: true;
  readonly summary: string;
  readonly description?: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly description: string;
    readonly deprecated?: true;
    readonly schema: Schema;
  }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, Response | { readonly $ref: string }>>;
  readonly 'x-scope'?: string;
}

interface Document {
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly webhooks: Readonly<Record<string, { readonly post: Operation }>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const FOR: Readonly<Record<Scope, string>> = {
  form: 'a public page, whose key everyone can read',
  predict: 'an application',
  operate: 'those who follow up',
  admin: 'those who run the service',
};

const PROBLEM = 'application/problem+json';

/** docs/reference/http.md: the OpenAPI document as prose and tables. */
export function renderHttpReference(): string {
  const document = buildOpenApi(API_ROUTES, '', undefined) as unknown as Document;
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      title: `${method.toUpperCase()} ${path}`,
      operation,
    })),
  );
  const { Lead: _lead, ...schemas } = document.components.schemas;
  return page(
    'the OpenAPI document in `lib/http/openapi`',
    '# The HTTP API',
    [
      'A running service describes itself: `GET /openapi.json` is this page as OpenAPI 3.1, with the lead of its own champion;',
      '`GET /docs` shows it. Every answer carries `x-request-id`. A route with a scope asks for a key, `Authorization: Bearer sl_…`;',
      'the local stack asks for none.',
    ].join('\n'),
    ...document.tags.flatMap(({ name, description }) => {
      const own = operations.filter(({ operation }) => operation.tags.includes(name));
      if (own.length === 0) return [];
      const rows = own.map(({ title, operation }) => [
        `[${code(title)}](#${slugOf(title)})`,
        prose(operation.summary),
        operation['x-scope'] ?? 'open',
      ]);
      return [`**${name}.** ${prose(description)}`, table(['route', 'does', 'scope'], rows)];
    }),
    '## Scopes',
    'Each scope may do all that those before it may; the table above says the least that a route needs.',
    table(
      ['scope', 'for', 'also may'],
      SCOPES.map((scope) => [
        code(scope),
        FOR[scope],
        operations
          .filter(({ operation }) => operation['x-scope'] === scope)
          .map(({ title }) => code(title))
          .join(', '),
      ]),
    ),
    'A `form` reads `model.json` of versions that are or were champion and no other file, and names no webhook. The rate of a key counts leads a minute, before they are checked: a batch that is larger than what is left of the minute is refused whole (429 with `Retry-After`), one that is larger than the rate for good (413). Other requests have a budget of their own, 20 for each lead of the rate.',
    ...operations.flatMap(({ title, operation }) => renderOperation(`## ${title}`, operation)),
    '## Problems',
    'Errors are problem details (RFC 9457), [`Problem`](#problem). `type` is the address of a page of the running service that says the same as here; a type never changes its meaning. Clients compare it whole.',
    table(
      ['status', 'type', 'means', 'what to do'],
      (Object.keys(PROBLEMS) as ProblemType[])
        .sort((a, b) => PROBLEMS[a][0] - PROBLEMS[b][0])
        .map((type) => [
          String(PROBLEMS[type][0]),
          code(`/problems/${type}`),
          prose(PROBLEM_TEXTS[type].means),
          prose(PROBLEM_TEXTS[type].remedy),
        ]),
    ),
    '## Webhooks',
    'What is posted to the address in `?webhook=`; [how to receive it](../webhooks.md).',
    ...Object.entries(document.webhooks).flatMap(([name, { post }]) => renderOperation(`### ${name}`, post)),
    '## Schemas',
    '### Lead',
    'Field → value. Which fields there are is the model’s: `GET /schema` is the JSON Schema of the champion’s leads; `?model=` names another model.',
    ...Object.entries(schemas).flatMap(([name, schema]) => renderSchema(name, schema, '###')),
  );
}

function renderOperation(heading: string, operation: Operation): string[] {
  const { summary, description, parameters, requestBody, responses } = operation;
  const answers: [string, Response][] = [];
  const problems: string[] = [];
  for (const [status, response] of Object.entries(responses)) {
    if ('$ref' in response || response.content?.[PROBLEM] !== undefined) problems.push(status);
    else answers.push([status, response]);
  }
  const scope = operation['x-scope'];
  return [
    heading,
    [
      prose(sentence(summary)),
      ...(description === undefined ? [] : [prose(sentence(description))]),
      ...(scope === undefined ? [] : [`Scope ${code(scope)}.`]),
      ...(operation.deprecated === undefined ? [] : ['Deprecated.']),
    ].join(' '),
    parameters.length === 0
      ? ''
      : table(
          ['parameter', 'in', 'is', 'type'],
          parameters.map(({ name, in: where, description: text, deprecated, schema }) => [
            code(name),
            where,
            `${deprecated === undefined ? '' : 'deprecated; '}${prose(text ?? '')}`,
            describeType(schema),
          ]),
        ),
    ...(requestBody === undefined ? [] : renderBody(contentOf(requestBody.content))),
    table(
      ['answer', 'is', 'body', 'headers'],
      answers.map(([status, answer]) => [
        status,
        prose(answer.description),
        answer.content === undefined ? '' : describeContent(answer.content),
        Object.keys(answer.headers ?? {})
          .filter((name) => name !== 'x-request-id')
          .map(code)
          .join(', '),
      ]),
    ),
    problems.length === 0 ? '' : `[Problems](#problems): ${problems.join(', ')}.`,
  ];
}

const contentOf = (content: Content): Schema => Object.values(content)[0]!.schema;

const describeContent = (content: Content): string =>
  Object.entries(content)
    .map(([type, { schema }]) => (schema.$ref === undefined ? code(type) : describeType(schema)))
    .join(' or ');

function renderBody(schema: Schema): string[] {
  if (schema.properties === undefined) return [`Body: ${describeType(schema)}.`];
  return ['Body:', renderProperties(schema)];
}
