import { toJson } from '../../../lib/client/requester.ts';
import { createApi } from '../../../lib/http/create-api.ts';
import { readWebhookUrl } from '../../../lib/webhook/webhook.ts';
import { createCaller } from '../../support/call-api.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';

const LONG = 100_000;
const world = createMemoryWorld();
const call = createCaller(createApi(world, { info() {}, error() {} }));
beforeAll(() => world.publish());

/** A pattern that backtracks would not come back within the test's minute. */
describe('long texts that regular expressions look at', () => {
  test.each([
    ['prefer', `wait${' '.repeat(LONG)}=`],
    ['prefer', `${'handling = '.repeat(LONG / 10)}`],
    ['prefer', ','.repeat(LONG)],
    ['idempotency-key', 'a'.repeat(LONG)],
    ['content-type', `application/${'a+'.repeat(LONG)}`],
    ['content-type', `application/json${' '.repeat(LONG)}x`],
    ['authorization', `Bearer ${' '.repeat(LONG)}`],
    ['if-match', `"v${'1'.repeat(LONG)}`],
    ['host', `${'a.'.repeat(LONG)}!`],
    ['x-forwarded-proto', 'http'.repeat(LONG)],
  ])('%s', async (name, value) => {
    const answer = await call('POST', '/predict', {
      body: JSON.stringify(EXAMPLE_LEAD),
      headers: { [name]: value },
    });
    expect([200, 202, 400, 415]).toContain(answer.status);
  });

  test.each([
    `/predict/${'0-'.repeat(LONG)}`,
    `/${'a/'.repeat(LONG)}`,
    `/models/${'a-'.repeat(LONG)}`,
    `/predictions?day=${'1'.repeat(LONG)}`,
    `/schema?model=${'a@'.repeat(LONG)}`,
    `/predict_batch/${'%20'.repeat(LONG)}`,
  ])('path %#', async (path) => {
    expect([400, 404]).toContain((await call('GET', path)).status);
  });

  test.each([
    { source: 'a '.repeat(LONG) },
    { first_contact: `2026-01-05T10:10:10.${'1'.repeat(LONG)}` },
    { ['_ '.repeat(LONG)]: 1 },
  ])('lead %#', async (changes) => {
    const answer = await call('POST', '/predict', { body: JSON.stringify({ ...EXAMPLE_LEAD, ...changes }) });
    expect(answer.status).toBe(422);
    expect(answer.text.length).toBeLessThan(2000);
  });

  test('webhook addresses', () => {
    expect(() => readWebhookUrl(`https://${'a.'.repeat(LONG)}`, 'public')).toThrow('expected');
  });
});

describe('names of Object.prototype', () => {
  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s', async (name) => {
    const lead = `{"source":"web","${name}":{"polluted":true}}`;
    for (const [path, body] of [
      ['/predict', lead],
      ['/predict_batch', `[${lead}]`],
      ['/predict_lead_conversion', `{"input_data":${lead}}`],
      ['/predict_lead_conversion', `{"model_name":"${name}","input_data":{}}`],
    ] as const) {
      const answer = await call('POST', path, { body });
      expect([404, 422]).toContain(answer.status);
    }
    for (const path of [`/models/${name}`, `/schema?model=${name}`, `/predict/${name}`])
      expect((await call('GET', path)).status).toBe(404);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('bodies that are JSON, and nothing that a route expects', () => {
  const routes = ['/predict', '/predict_batch', '/predict_lead_conversion', '/jobs', '/train'];
  const bodies = ['false', '0', '-0', 'null', '""', '"{}"', '[]', '1e999', '[[]]'];
  test.each(routes.flatMap((path) => bodies.map((body) => [path, body] as const)))(
    '%s %s',
    async (path, body) => {
      const answer = await call('POST', path, { body });
      expect([400, 422]).toContain(answer.status);
      expect(answer.body.detail).not.toContain('empty body');
    },
  );

  test('deep nesting', async () => {
    for (const path of routes)
      for (const open of ['[', '{"a":']) {
        const depth = 100_000;
        const body = `${open.repeat(depth)}"\\ud83d\\ude00"${(open === '[' ? ']' : '}').repeat(depth)}`;
        expect([400, 422]).toContain((await call('POST', path, { body })).status);
      }
  });
});

describe('text that is not Unicode', () => {
  const broken = '\\ud800';
  test.each([
    ['/predict', `{"source":"${broken}"}`],
    ['/predict', `{"${broken}":1}`],
    ['/predict_batch', `[{"source":"\\udc00x"}]`],
    ['/train', `{"dataset":"${broken}"}`],
    ['/jobs', `{"source":"s3://bucket/${broken}"}`],
    ['/jobs', `{"file_name":"${broken}.csv"}`],
  ])('%s %s', async (path, body) => {
    expect(await call('POST', path, { body })).toMatchObject({
      status: 400,
      body: { type: '/problems/invalid-json', detail: expect.stringContaining('surrogate pair') },
    });
  });

  test('bytes that are not UTF-8, as text and as base64', async () => {
    const bytes = Buffer.from(JSON.stringify({ ...EXAMPLE_LEAD, source: 'K\xf6ln' }), 'latin1');
    for (const request of [
      { body: bytes.toString('utf8') },
      { body: bytes.toString('base64'), base64: true },
    ])
      expect(await call('POST', '/predict', request)).toMatchObject({
        status: 400,
        body: { detail: expect.stringContaining('not UTF-8') },
      });
  });

  test('U+FFFD itself is taken: escaped, as the client writes it, or in bytes', async () => {
    const lead = { ...EXAMPLE_LEAD, source: 'K\ufffdln' };
    const raw = JSON.stringify(lead);
    expect((await call('POST', '/predict', { body: raw })).body.detail).toContain('written \\ufffd');
    for (const request of [
      { body: toJson(lead) },
      { body: Buffer.from(raw).toString('base64'), base64: true },
    ])
      expect((await call('POST', '/predict', request)).status).toBe(202);
    expect(JSON.parse(toJson([lead, '\\ufffd']))).toEqual([lead, '\\ufffd']);
  });

  test('a pair, a byte order mark and every other character are taken', async () => {
    const lead = JSON.stringify({ ...EXAMPLE_LEAD, source: 'x' }).replace('"x"', '"\\ud83d\\ude00 ü"');
    for (const body of [lead, `\ufeff${lead}`]) {
      expect((await call('POST', '/predict', { body })).status).toBe(202);
      const base64 = Buffer.from(body).toString('base64');
      expect((await call('POST', '/predict', { body: base64, base64: true })).status).toBe(202);
    }
  });
});

test.each(['a'.repeat(1025), 'ü'.repeat(513), 'a/../jobs/x', './a.csv', 'a\\u0000.csv', 'a\\nb'])(
  'the name of a file that S3 or a proxy would take for another: %#',
  async (key) => {
    for (const [path, body] of [
      ['/jobs', `{"source":"s3://${world.bucket}/${key}"}`],
      ['/train', `{"target":"converted","dataset":"${key}"}`],
    ] as const) {
      const answer = await call('POST', path, { body });
      expect([answer.status, answer.body.errors[0].field]).toEqual([
        422,
        path === '/jobs' ? 'source' : 'dataset',
      ]);
    }
  },
);

test('HEAD is answered wherever GET is, without a body', async () => {
  const { prediction_id: id } = (await call('POST', '/predict', { body: JSON.stringify(EXAMPLE_LEAD) })).body;
  for (const path of [
    '/',
    '/health',
    '/schema',
    '/openapi.json',
    '/docs',
    `/predict/${id}`,
    '/models',
    '/none',
  ]) {
    const [head, get] = [await call('HEAD', path), await call('GET', path)];
    expect([path, head.status, head.headers['content-type'], head.text]).toEqual([
      path,
      get.status,
      get.headers['content-type'],
      '',
    ]);
  }
  expect((await call('HEAD', '/predict')).status).toBe(405);
  expect((await call('PATCH', '/models')).headers.allow).toBe('GET, HEAD, OPTIONS');
});
