import { chooseMediaType } from '../../../lib/http/choose-media-type.ts';
import { createApi } from '../../../lib/http/create-api.ts';
import { createCaller } from '../../support/call-api.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { createMemoryWorld, type MemoryWorld } from '../../support/memory-world.ts';

const OURS = ['application/schema+json', 'application/json'];

test.each([
  ['', 'application/schema+json'],
  ['*/*', 'application/schema+json'],
  ['*', 'application/schema+json'],
  ['application/json', 'application/json'],
  ['APPLICATION/JSON; charset=utf-8', 'application/json'],
  ['application/*', 'application/schema+json'],
  ['application/*;q=0.5, application/json', 'application/json'],
  ['application/schema+json;q=0.1, */*;q=0.9', 'application/json'],
  ['application/schema+json;q=0, */*', 'application/json'],
  ['text/html, image/gif, *; q=.2, */*; q=.2', 'application/schema+json'],
  ['application/json, text/plain, */*', 'application/schema+json'],
  ['application/json;profile="a,b;q=0", text/html', 'application/json'],
  ['application/json;q=wrong, application/schema+json;q=0.1', 'application/schema+json'],
])('Accept: %s → %s', (accept, expected) => {
  expect(chooseMediaType({ accept }, OURS)).toBe(expected);
});

test.each(['text/html', 'application/json;q=0', '*/*;q=0', 'json', ',', 'text/*, image/*', '"', 'a;"'])(
  'Accept: %s takes none of them',
  (accept) => {
    expect(() => chooseMediaType({ accept }, OURS)).toThrow('application/schema+json or application/json');
  },
);

describe('the API', () => {
  let world: MemoryWorld;
  let call: ReturnType<typeof createCaller>;
  beforeEach(async () => {
    world = createMemoryWorld();
    await world.publish();
    call = createCaller(createApi(world, { info() {}, error() {} }));
  });

  test('says what can be had, as a problem whatever the client takes, and has done nothing', async () => {
    const lead = {
      body: JSON.stringify(EXAMPLE_LEAD),
      headers: { accept: 'text/html, application/xml;q=0.9' },
    };
    expect(await call('POST', '/predict', lead)).toMatchObject({
      status: 406,
      headers: { 'content-type': 'application/problem+json' },
      body: {
        type: '/problems/not-acceptable',
        detail:
          'expected an Accept header that takes application/json, got “text/html, application/xml;q=0.9”',
      },
    });
    expect(world.queue.takeAll()).toEqual([]);
  });

  test.each([
    ['/predictions.csv', 'text/csv', 'application/json'],
    ['/docs', 'text/html', 'application/json'],
    ['/openapi.json', 'application/json', 'text/html'],
    ['/models/leads/versions/v1/files/model.json', 'application/json', 'text/html'],
  ])('%s is %s', async (path, type, other) => {
    const answer = await call('GET', path, { headers: { accept: `${type};q=0.3, image/*` } });
    expect([answer.status, String(answer.headers['content-type']).split(';')[0]]).toEqual([200, type]);
    expect((await call('GET', path, { headers: { accept: other } })).status).toBe(406);
    expect((await call('GET', path, { headers: { accept: `${other}, */*;q=0.1` } })).status).toBe(200);
  });

  test('what has no body is done whatever the client takes', async () => {
    const { body } = await call('POST', '/predict', { body: JSON.stringify(EXAMPLE_LEAD) });
    const headers = { accept: 'text/html' };
    expect((await call('DELETE', `/predict/${body.prediction_id}`, { headers })).status).toBe(204);
  });

  test('the schema is JSON to a client that takes JSON only', async () => {
    const [usual, plain] = [
      await call('GET', '/schema'),
      await call('GET', '/schema', { headers: { accept: 'application/json' } }),
    ];
    expect(plain.headers).toMatchObject({ 'content-type': 'application/json', vary: 'accept' });
    expect(plain.body).toEqual(usual.body);
    expect(plain.headers.etag).not.toBe(usual.headers.etag);
  });
});
