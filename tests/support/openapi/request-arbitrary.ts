import fc from 'fast-check';
import type { JsonSchema } from '../../../lib/contract/components.ts';
import { arbitraryOf } from './arbitrary-of-schema.ts';
import { type Document, listOperations, type Operation, resolve } from './document.ts';

/** A request that is made of the document; what depends on the state of the service is filled in when it is sent. */
export interface FuzzedRequest {
  readonly method: string;
  /** Its segments; a function picks a value that the service has named before. */
  readonly segments: readonly (string | Pick)[];
  readonly query: readonly (readonly [string, string | Pick])[];
  readonly headers: Readonly<Record<string, string | Pick | undefined>>;
  /** Undefined: none. */
  readonly body: string | undefined;
  readonly base64: boolean;
  readonly key: 'admin' | 'page' | 'spent' | 'wrong' | 'none';
}

/** Of the values that were seen under a name. */
export type Pick = (seen: (name: string) => readonly string[]) => string;

const pick = (name: string, fallback: string): fc.Arbitrary<Pick> =>
  fc.tuple(fc.boolean(), fc.nat(9999)).map(([newest, n]) => (seen) => {
    // The newest ones at times, as their state is the most lively one.
    const values = newest ? seen(name).slice(-9) : seen(name);
    return values[n % values.length] ?? fallback;
  });

const HOSTILE = fc.oneof(
  fc.constantFrom(
    ...[
      '',
      ' ',
      '0',
      '-1',
      '1e9',
      '999999999999',
      'null',
      'undefined',
      'true',
      '[]',
      '{}',
      '*',
      '"',
      "'",
      '<script>',
    ],
    ...[
      '__proto__',
      'constructor',
      '../..',
      '..',
      '.',
      '%',
      '%00',
      '\u0000',
      '\ud83d\ude00',
      'é',
      'v1',
      'v99',
      'leads',
      'leads@v1',
    ],
    ...[
      'champion',
      '2026-02-30',
      '2026-02-01',
      '0000-00-00',
      'https://example.com/',
      'http://127.0.0.1/',
      'x'.repeat(3000),
    ],
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ maxLength: 12 }),
);
/** As a header's value may hold them: API Gateway hands over no others. */
const HOSTILE_HEADER = fc.oneof(
  fc.string({
    unit: fc.integer({ min: 32, max: 255 }).map((code) => String.fromCharCode(code)),
    maxLength: 40,
  }),
  fc.constantFrom(
    '',
    ' ',
    ',',
    ';',
    '"',
    '*',
    'W/"v1"',
    '"v1"',
    '"v1", "v2"',
    'wait',
    'wait=5',
    'wait=-1',
    'handling=lenient',
  ),
  fc.constantFrom(
    'handling=strict, handling=lenient',
    'respond-async',
    'x'.repeat(5000),
    '0',
    '60',
    '1e3',
    '-5',
  ),
);
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'FOO'];
/** Headers that a client may send to any operation. */
const ANY_HEADER: Readonly<Record<string, fc.Arbitrary<string>>> = {
  accept: fc.oneof(
    fc.constantFrom(
      '*/*',
      'application/json',
      'text/html',
      'text/csv',
      'image/png',
      'application/*;q=0.5, text/html;q=0',
    ),
    HOSTILE_HEADER,
  ),
  'accept-encoding': fc.constantFrom('gzip', 'br', 'identity', 'gzip;q=0'),
  'content-encoding': fc.constantFrom('gzip', 'identity', 'br', 'deflate, gzip'),
  'content-type': fc.oneof(
    fc.constantFrom(
      'application/json; charset=utf-8',
      'application/vnd.x+json',
      'text/plain',
      'multipart/form-data',
      '',
    ),
    HOSTILE_HEADER,
  ),
  host: fc.oneof(fc.constantFrom('localhost:3000', '[::1]:80', 'a b'), HOSTILE_HEADER),
  'x-forwarded-proto': fc.constantFrom('http', 'https', 'ftp'),
  'x-anything': HOSTILE_HEADER,
};

/** Requests to every operation of a document: valid ones, ones that are nearly so, and hostile ones. */
export function requestsOf(document: Document): fc.Arbitrary<FuzzedRequest> {
  const operations = listOperations(document);
  const parameters = operations.flatMap(([, operation]) => operation.parameters);
  const namesOf = (place: string) => [
    ...new Set(parameters.filter((parameter) => parameter.in === place).map(({ name }) => name)),
  ];
  const strangers = { query: [...namesOf('query'), 'x', '__proto__'], header: namesOf('header') };
  return fc.oneof(
    {
      arbitrary: fc.oneof(
        ...operations.map(([name, operation]) => requestOf(name, operation, document, strangers)),
      ),
      weight: 12,
    },
    { arbitrary: strayRequest(operations.map(([name]) => name)), weight: 1 },
  );
}

function requestOf(
  name: string,
  { parameters, requestBody }: Operation,
  document: Document,
  strangers: { readonly query: readonly string[]; readonly header: readonly string[] },
): fc.Arbitrary<FuzzedRequest> {
  const [method = '', path = ''] = name.split(' ');
  const find = (reference: string) => resolve<JsonSchema>(document, { $ref: reference });
  const valuesFor = (parameter: string, schema: JsonSchema) =>
    fc.oneof(
      { arbitrary: arbitraryOf(schema).map(String), weight: 4 },
      { arbitrary: pick(parameter, 'x'), weight: 2 },
      { arbitrary: HOSTILE, weight: 1 },
    );
  const segments = path
    .slice(1)
    .split('/')
    .map((segment) => {
      const [, parameter] = /^\{(\w+)\}$/.exec(segment) ?? [];
      if (parameter === undefined) return fc.constant(segment);
      const known = pick(`${path} ${parameter}`, 'x');
      return fc.oneof({ arbitrary: known, weight: 8 }, { arbitrary: HOSTILE.map(encode), weight: 1 });
    });
  const own = parameters.filter(({ in: place }) => place === 'query');
  const query = fc
    .tuple(
      fc.subarray(own.map(({ name: each, schema }) => [each, valuesFor(each, schema)] as const)),
      fc.oneof(
        { arbitrary: fc.constant([]), weight: 9 },
        {
          arbitrary: fc.array(fc.tuple(fc.constantFrom(...strangers.query), HOSTILE), { maxLength: 2 }),
          weight: 1,
        },
      ),
    )
    .chain(([chosen, others]) =>
      fc
        .tuple(...chosen.map(([each, value]) => fc.tuple(fc.constant(each), value)))
        .map((made) => [...made, ...others]),
    );
  const inHeader = parameters.filter(({ in: place }) => place === 'header');
  const described = Object.fromEntries(
    inHeader.map(({ name: each, schema }) => [
      each.toLowerCase(),
      fc.oneof(
        arbitraryOf(schema).map(String).filter(isHeaderValue),
        pick(each.toLowerCase(), '"v1"'),
        HOSTILE_HEADER,
      ),
    ]),
  );
  const undescribed = Object.fromEntries(
    strangers.header.map((each) => [each.toLowerCase(), HOSTILE_HEADER]),
  );
  return fc.record({
    method: fc.oneof(
      { arbitrary: fc.constant(method), weight: 15 },
      { arbitrary: fc.constantFrom(...METHODS), weight: 1 },
    ),
    segments: fc.tuple(...segments),
    query,
    headers: fc
      .tuple(
        fc.record(described, { requiredKeys: [] }),
        rarely(fc.record(undescribed, { requiredKeys: [] })),
        rarely(fc.record(ANY_HEADER, { requiredKeys: [] })),
      )
      .map((parts) => Object.assign({}, ...parts.toReversed()) as FuzzedRequest['headers']),
    body:
      requestBody === undefined
        ? rarely(fc.string()).map((text) => (typeof text === 'string' ? text : undefined))
        : bodyOf(Object.values(requestBody.content)[0]!, document, find),
    base64: fc.oneof({ arbitrary: fc.constant(false), weight: 9 }, { arbitrary: fc.boolean(), weight: 1 }),
    key: fc.oneof(
      { arbitrary: fc.constant('admin' as const), weight: 12 },
      {
        arbitrary: fc.constantFrom('page' as const, 'spent' as const, 'wrong' as const, 'none' as const),
        weight: 2,
      },
    ),
  });
}

const rarely = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | Record<string, never>> =>
  fc.oneof({ arbitrary: fc.constant({}), weight: 8 }, { arbitrary, weight: 1 });

const isHeaderValue = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

function bodyOf(
  {
    schema,
    examples = {},
  }: { readonly schema: JsonSchema; readonly examples?: Readonly<Record<string, unknown>> },
  document: Document,
  find: (reference: string) => JsonSchema,
): fc.Arbitrary<string | undefined> {
  const known = Object.values(examples).map(
    (example) => resolve<{ readonly value: unknown }>(document, example).value,
  );
  const valid = fc.oneof(arbitraryOf(schema, find), fc.constantFrom(...known));
  const near = fc.tuple(valid, fc.nat(), fc.jsonValue({ maxDepth: 2 }), HOSTILE).map(mutate);
  const json = fc.oneof(
    { arbitrary: valid, weight: 6 },
    { arbitrary: near, weight: 3 },
    { arbitrary: fc.jsonValue(), weight: 1 },
  );
  return fc.oneof(
    { arbitrary: json.map((value) => JSON.stringify(value)), weight: 12 },
    {
      arbitrary: fc
        .tuple(
          json.map((value) => JSON.stringify(value)),
          fc.nat(60),
        )
        .map(([text, at]) => text.slice(0, at)),
      weight: 1,
    },
    { arbitrary: fc.string({ unit: 'binary' }), weight: 1 },
    {
      arbitrary: fc.constantFrom(
        undefined,
        '',
        'NaN',
        '{"a":1,"a":2}',
        '{"__proto__":{"a":1}}',
        '"\\ud800"',
        '[1e999]',
        '\ufeff{}',
        `${'['.repeat(50_000)}`,
        `{"a":"${'x'.repeat(1_000_001)}"}`,
      ),
      weight: 1,
    },
  );
}

/** One member more, less, or other than it was; of a list, one of its items at times. */
function mutate([value, n, other, name]: [unknown, number, unknown, string]): unknown {
  if (Array.isArray(value)) {
    if (value.length === 0 || n % 3 === 0) return n % 2 === 0 ? [...value, other] : { 0: value };
    const at = n % value.length;
    return value.with(at, mutate([value[at], Math.floor(n / 3), other, name]));
  }
  if (typeof value !== 'object' || value === null) return other;
  const members = Object.entries(value);
  const at = members.length === 0 ? -1 : n % members.length;
  switch (n % 4) {
    case 0:
      return Object.fromEntries(members.filter((_, i) => i !== at));
    case 1:
      return { ...value, [name]: other };
    case 2:
      return at === -1
        ? other
        : Object.fromEntries(members.map(([key, each], i) => [key, i === at ? other : each]));
    default:
      return at === -1
        ? [value]
        : Object.fromEntries(
            members.map(([key, each], i) => [
              key,
              i === at ? mutate([each, Math.floor(n / 4), other, name]) : each,
            ]),
          );
  }
}

/** To addresses that are like those of the document, and not of it. */
function strayRequest(names: readonly string[]): fc.Arbitrary<FuzzedRequest> {
  const parts = [
    ...new Set(names.flatMap((name) => name.split(/[ /]/).filter((part) => /^[a-z]/.test(part)))),
  ];
  const segment = fc.oneof(
    fc.constantFrom(...parts),
    HOSTILE.map(encode),
    fc.constantFrom('%', '%zz', '%2e%2e', '', '%2F'),
  );
  return fc.record({
    method: fc.constantFrom(...METHODS),
    segments: fc.array(segment, { maxLength: 6 }),
    query: fc.array(fc.tuple(fc.string({ maxLength: 5 }), HOSTILE), { maxLength: 2 }),
    headers: fc.record(ANY_HEADER, { requiredKeys: [] }),
    body: fc.constantFrom(undefined, '{}', 'x'),
    base64: fc.constant(false),
    key: fc.constantFrom('admin', 'none'),
  });
}

/** As a path has it; half of a surrogate pair cannot be one. */
const encode = (text: string): string => encodeURIComponent(text.toWellFormed());
