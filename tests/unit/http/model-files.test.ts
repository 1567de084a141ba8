import { createKey } from '../../../lib/auth/api-key.ts';
import { createAuthenticator } from '../../../lib/auth/authenticate.ts';
import type { Scope } from '../../../lib/auth/scope.ts';
import { SCOPES } from '../../../lib/contract/words.ts';
import { createApi } from '../../../lib/http/create-api.ts';
import { API_ROUTES } from '../../../lib/http/routes.ts';
import { publishModel } from '../../../lib/registry/publish-model.ts';
import { createCaller } from '../../support/call-api.ts';
import { exampleLeadsFile } from '../../support/example-model.ts';
import { importedExample } from '../../support/imported-example.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';

/** A word that only the checks hold: who reads it has read past leads. */
const SECRET = 'Jana Novak';
const KEY = 'models/leads/v1/checks.json';

const world = createMemoryWorld();
const call = createCaller(
  createApi({ ...world, authenticate: createAuthenticator(world) }, { info() {}, error() {} }),
);
const keys = new Map<Scope, string>();
beforeAll(async () => {
  const leads = [{ source: SECRET, visits: 7, opened: true, first_contact: null }];
  const { artifact, model, checks } = importedExample({ leads });
  const bytesOf = (text: string) => new TextEncoder().encode(text);
  const { version } = await publishModel(world, {
    artifact: model,
    files: [
      { name: 'checks.json', bytes: checks },
      { name: 'leads.json', bytes: exampleLeadsFile(artifact) },
      { name: 'metrics.json', bytes: bytesOf('{}') },
      { name: 'report.html', bytes: bytesOf('<html>') },
    ],
    by: 'jane',
  });
  expect(version).toBe('v1');
  expect(Buffer.from(await world.artifacts.get(KEY)).toString()).toContain(SECRET);
  for (const scope of SCOPES) {
    const { key, stored } = createKey({ name: 'n', scope, createdAt: world.clock.now(), createdBy: 'test' });
    await world.keys.add(stored);
    keys.set(scope, key);
  }
});

const get = (scope: Scope, path: string) =>
  call('GET', path, { headers: { authorization: `Bearer ${keys.get(scope)}` } });

test.each(SCOPES)('with the scope %s no spelling of its path answers with checks.json', async (scope) => {
  const files = '/models/leads/versions/v1/files';
  const spellings = [
    ...['checks.json', 'CHECKS.JSON', 'checks%2ejson', 'checks%2Ejson', 'checks.json/', 'checks.json%00'],
    ...[
      './checks.json',
      'model.json/../checks.json',
      '..%2Fv1%2Fchecks.json',
      '../v1/checks.json',
      '%2e%2e/v1/checks.json',
    ],
    ...[
      'checks.json?file=model.json',
      'model.json?file=checks.json',
      'leads.json',
      '',
      '__proto__',
      'constructor',
    ],
  ];
  for (const path of spellings.map((name) => `${files}/${name}`)) {
    const { status = 0, text } = await get(scope, path);
    expect([path, text.includes(SECRET)]).toEqual([path, false]);
    if (!path.includes('model.json?')) expect([path, status >= 400 && status < 500]).toEqual([path, true]);
  }
});

test.each(SCOPES)('with the scope %s no answer about the version tells of it', async (scope) => {
  for (const { method, path } of API_ROUTES.filter(({ method }) => method === 'GET')) {
    const params: Record<string, string> = {
      ...{ name: 'leads', version: 'v1', alias: 'champion', file: 'checks.json' },
      ...{ id: KEY, reference: KEY, type: 'checks.json' },
    };
    const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? KEY));
    const { text } = await get(scope, filled);
    expect([method, path, /Jana|"checks\.json"/.test(text)]).toEqual([method, path, false]);
  }
});

test('files that are served are listed, the others are not', async () => {
  expect((await get('admin', '/models/leads/versions/v1')).body.files).toEqual([
    'metrics.json',
    'report.html',
  ]);
  expect((await get('admin', '/models/leads')).body.versions[0].files).toEqual([
    'metrics.json',
    'report.html',
  ]);
  for (const file of ['model.json', 'metrics.json', 'report.html'])
    expect((await get('predict', `/models/leads/versions/v1/files/${file}`)).status).toBe(200);
});

test.each([
  ['a job', '/jobs?model=leads@v1', { source: `s3://bucket/${KEY}` }],
  ['a training', '/train', { model: 'leads', dataset: KEY, target: 'converted' }],
  ['a training of the simple form', '/v0/train', { model: 'leads', dataset: KEY, target: 'converted' }],
])('%s of its key is refused', async (_, path, body) => {
  const headers = {
    authorization: `Bearer ${keys.get('admin')}`,
    'content-type': 'application/json',
    'idempotency-key': path,
  };
  const { status = 0, text } = await call('POST', path, { body: JSON.stringify(body), headers });
  expect([path, status >= 400 && status < 500, text.includes(SECRET)]).toEqual([path, true, false]);
});
