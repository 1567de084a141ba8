import fc from 'fast-check';
import { type ApiUnderTest, as, createApiUnderTest, documented } from '../../support/api-under-test.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});

test('thousands of random requests: no 5xx, and no status that is not documented', async () => {
  const statusesOf = new Map<string, Set<string>>();
  for (const [operation, status] of documented) {
    statusesOf.set(operation, (statusesOf.get(operation) ?? new Set()).add(status));
  }
  const patterns = [...statusesOf].map(([operation, statuses]) => {
    const [method, path] = operation.split(' ') as [string, string];
    const pattern = new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`);
    return { method, pattern, statuses };
  });
  const segment = fc.oneof(
    fc.constantFrom(
      'predict',
      'predict_batch',
      'models',
      'leads',
      'aliases',
      'versions',
      'v1',
      'cancel',
      'predictions',
    ),
    fc.constantFrom('%', '%00', '..', '%2e%2e', 'é', 'predictions.csv', 'constructor', '__proto__'),
    fc
      .constantFrom(
        () => api.queued,
        () => api.done,
        () => api.batch,
        () => `${api.batch}-0`,
      )
      .map((get) => get),
    fc.string({ maxLength: 20 }).map(encodeURIComponent),
  );
  const known = fc.constantFrom(...Object.values(api.good)).map((make) => () => make()[0]);
  const path = fc.oneof(
    known,
    fc
      .array(segment, { maxLength: 4 })
      .map(
        (parts) => () => `/${parts.map((part) => (typeof part === 'function' ? part() : part)).join('/')}`,
      ),
  );
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(EXAMPLE_LEAD, [EXAMPLE_LEAD], { input_data: EXAMPLE_LEAD }),
  );
  const body = fc.oneof(
    fc.constant(undefined),
    value.map((json) => JSON.stringify(json)),
    fc.string(),
    fc.record({ model_name: fc.string(), input_data: value }).map((json) => JSON.stringify(json)),
  );
  const headerValue = fc.oneof(
    fc.string({
      unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)),
      maxLength: 40,
    }),
    fc.constantFrom('wait', 'handling=lenient', '"v1"', '*', 'application/json', 'text/plain'),
    fc.constantFrom('gzip', 'identity', 'W/"v1-1"', '"v1-1", *', '*/*', 'text/*;q=0.5', 'wait="5";a'),
  );
  const headers = fc.dictionary(
    fc.constantFrom(
      'prefer',
      'idempotency-key',
      'if-match',
      'if-none-match',
      'content-type',
      'x-anything',
      'accept',
      'content-encoding',
    ),
    headerValue,
    { maxKeys: 4 },
  );
  const queryOf = fc.dictionary(
    fc.constantFrom('model', 'limit', 'after', 'cursor', 'order', 'day', 'status', 'x'),
    fc.oneof(fc.string({ maxLength: 30 }), fc.constantFrom('leads', 'leads@v1', '5', 'score', '2026-02-01')),
    { maxKeys: 3 },
  );
  const key = fc.constantFrom(
    () => api.admin,
    () => api.admin,
    () => api.admin,
    () => api.page,
    () => 'sl_x',
    undefined,
  );
  const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS');
  await fc.assert(
    fc.asyncProperty(
      method,
      path,
      queryOf,
      body,
      headers,
      key,
      async (verb, makePath, query, text, extra, makeKeyOf) => {
        const [pathname] = makePath().split('?');
        const search = new URLSearchParams(query).toString();
        const answer = await api.call(verb, `${pathname}${search && `?${search}`}`, {
          ...(text === undefined ? {} : { body: text }),
          headers: { ...extra, ...(makeKeyOf === undefined ? {} : as(makeKeyOf())) },
        });
        expect(Number(answer.status)).toBeLessThan(500);
        const operation = patterns.find(
          ({ method: verbOf, pattern }) =>
            verbOf === (verb === 'HEAD' ? 'GET' : verb) && pattern.test(pathname!),
        );
        const allowed =
          operation === undefined
            ? ['200', '204', '304', '400', '401', '403', '404', '405', '406', '412', '422', '428']
            : [...operation.statuses, '404', '405'];
        expect(allowed).toContain(String(answer.status));
        if (Number(answer.status) >= 400)
          expect(answer.headers['content-type']).toBe('application/problem+json');
      },
    ),
    { numRuns: 3000 },
  );
});
