import type { Scope } from '../../../lib/auth/scope.ts';
import { SCOPES } from '../../../lib/contract/words.ts';
import { API_ROUTES } from '../../../lib/http/routes.ts';
import { type ApiUnderTest, as, createApiUnderTest } from '../../support/api-under-test.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';

/** The least scope that each operation needs. Written down, and not read from the routes, which are what is under test. */
const LEAST: Readonly<Record<string, Scope | 'open'>> = {
  'GET /': 'open',
  'GET /health': 'open',
  'GET /schema': 'open',
  'GET /openapi.json': 'open',
  'GET /docs': 'open',
  'GET /problems/{type}': 'open',
  'GET /key': 'form',
  'POST /predict': 'form',
  'GET /predict/{id}': 'form',
  'POST /predict_batch': 'form',
  'GET /predict_batch/{id}': 'form',
  'POST /predict_batch/{id}/cancel': 'predict',
  'GET /predict_batch': 'operate',
  'DELETE /predict_batch/{id}': 'admin',
  'GET /jobs': 'operate',
  'GET /models/{name}/versions/{version}/files/{file}': 'form',
  'POST /predict/{id}/cancel': 'predict',
  'POST /predict_lead_conversion': 'predict',
  'POST /v0/predict': 'predict',
  'POST /v0/predict_batch': 'predict',
  'GET /models': 'predict',
  'GET /models/{name}': 'predict',
  'GET /models/{name}/versions/{version}': 'predict',
  'GET /models/{name}/aliases/{alias}': 'predict',
  'POST /webhooks/test': 'predict',
  'POST /webhooks/deliveries/{id}/resend': 'predict',
  'GET /webhooks/deliveries': 'operate',
  'POST /outcomes': 'operate',
  'POST /scored_leads': 'operate',
  'GET /models/{name}/performance': 'operate',
  'POST /jobs': 'operate',
  'GET /jobs/{id}': 'operate',
  'POST /jobs/{id}/start': 'operate',
  'POST /jobs/{id}/cancel': 'operate',
  'GET /train': 'operate',
  'GET /train/{id}': 'operate',
  'GET /predictions': 'operate',
  'GET /predictions.csv': 'operate',
  'GET /leads/{reference}': 'operate',
  'GET /leads/{reference}/export': 'operate',
  'POST /train': 'admin',
  'POST /v0/train': 'admin',
  'POST /train/{id}/cancel': 'admin',
  'DELETE /predict/{id}': 'admin',
  'DELETE /leads/{reference}': 'admin',
  'PUT /models/{name}/aliases/{alias}': 'admin',
};
const ORDER = ['open', ...SCOPES];

/** Where what belongs to another key, as all does in `api.good`, needs more than its own. */
const OF_OTHERS: Readonly<Record<string, Scope>> = { 'POST /webhooks/deliveries/{id}/resend': 'operate' };

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});

test('the table names every route', () => {
  const operations = API_ROUTES.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
  expect(Object.keys(LEAST).sort()).toEqual(operations.sort());
});

/** Canceling is for the key that submitted: something of its own. */
async function ownOf(operation: string, key: string): Promise<[path: string] | undefined> {
  const [, path] = /^POST (\/predict(?:_batch)?)\/\{id\}\/cancel$/.exec(operation) ?? [];
  if (path === undefined) return undefined;
  const body = path === '/predict' ? EXAMPLE_LEAD : [EXAMPLE_LEAD];
  const { headers } = await api.call('POST', path, { body: JSON.stringify(body), headers: as(key) });
  return [`${headers.location}/cancel`];
}

describe.each(SCOPES)('a key of the scope %s', (scope) => {
  test.each(Object.entries(LEAST))('%s, which needs %s', async (operation, least) => {
    const key = await api.makeKey(scope);
    const [path, call = {}] = (await ownOf(operation, key)) ?? api.good[operation]!();
    const headers = { ...call.headers, ...as(key) };
    const answer = await api.call(operation.split(' ')[0]!, path, { ...call, headers });
    const mayDo = (needed: string) => ORDER.indexOf(scope) >= ORDER.indexOf(needed);
    const needed = mayDo(least) ? (OF_OTHERS[operation] ?? least) : least;
    const allowed = mayDo(needed);
    expect([operation, answer.status === 403]).toEqual([operation, !allowed]);
    if (allowed) return expect(Number(answer.status)).toBeLessThan(500);
    expect(answer.body).toMatchObject({
      type: '/problems/forbidden',
      detail: expect.stringMatching(`^(this|.* of another key) needs a key of the scope “${needed}”$`),
    });
  });
});

test.each(Object.entries(LEAST))('the OpenAPI document says that %s needs %s', async (operation, least) => {
  const { body } = await api.call('GET', '/openapi.json');
  const [method, path] = operation.split(' ') as [string, string];
  const described = body.paths[path][method.toLowerCase()];
  expect([described['x-scope'], described.security]).toEqual(
    least === 'open' ? [undefined, []] : [least, [{ key: [least] }]],
  );
});

describe('a form', () => {
  const HOOK = `webhook=${encodeURIComponent('https://example.com/')}`;
  const form = async (method: string, path: string, body?: unknown, headers = {}) =>
    api.call(method, path, {
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      headers: as(await api.makeKey('form'), headers),
    });

  test('submits a lead, waits, and reads its result', async () => {
    const { status, body } = await form('POST', '/predict', EXAMPLE_LEAD, { prefer: 'wait' });
    expect([status, body.status]).toEqual([200, 'succeeded']);
    expect((await form('GET', `/predict/${body.prediction_id}`)).body).toEqual(body);
  });

  test.each([
    ['/predict', EXAMPLE_LEAD],
    ['/predict_batch', [EXAMPLE_LEAD]],
  ] as const)('names no webhook with %s', async (path, body) => {
    expect(await form('POST', `${path}?${HOOK}`, body)).toMatchObject({
      status: 403,
      body: { type: '/problems/forbidden', detail: 'a webhook needs a key of the scope “predict”' },
    });
  });

  const file = (version: string, name: string) => `/models/leads/versions/${version}/files/${name}`;

  test('is answered by versions that are or were champion only', async () => {
    for (const [path, body] of [
      ['/predict', EXAMPLE_LEAD],
      ['/predict_batch', [EXAMPLE_LEAD]],
    ] as const) {
      for (const model of ['leads', 'leads@champion', 'leads@v1'])
        expect([model, (await form('POST', `${path}?model=${model}`, body)).status]).toEqual([model, 202]);
      for (const model of ['leads@v3', 'leads@v99', 'leads@challenger', 'others@v1'])
        expect([model, (await form('POST', `${path}?model=${model}`, body)).status]).toEqual([model, 403]);
      expect((await form('POST', `${path}?model=@@`, body)).status).toBe(404);
    }
  });

  test('reads the artifact of versions that are or were champion, and no other file', async () => {
    // v1 is the champion; v3 has a report, and never was.
    expect((await form('GET', file('v1', 'model.json'))).status).toBe(200);
    for (const path of [
      file('v3', 'model.json'),
      file('v3', 'report.html'),
      file('v1', 'metrics.json'),
      file('v99', 'model.json'),
      file('x', 'model.json'),
    ])
      expect([path, (await form('GET', path)).status]).toEqual([path, 403]);
    const move = (version: string, from: string) =>
      api.call('PUT', '/models/leads/aliases/champion', {
        body: JSON.stringify({ version }),
        headers: as(api.admin, { 'if-match': `"${from}"` }),
      });
    await move('v3', 'v1');
    // The page that was opened before still has what answered it.
    for (const version of ['v1', 'v3'])
      expect((await form('GET', file(version, 'model.json'))).status).toBe(200);
    expect((await form('GET', file('v3', 'report.html'))).status).toBe(403);
    await move('v1', 'v3');
  });

  test('learns what it may', async () => {
    const key = await api.makeKey('form', 60);
    expect((await api.call('GET', '/key', { headers: as(key) })).body).toEqual({
      key_id: key.slice(3, 11),
      scope: 'form',
      rate_per_minute: 60,
    });
  });
});
