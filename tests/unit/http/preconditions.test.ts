import { createApi } from '../../../lib/http/create-api.ts';
import { readTags } from '../../../lib/http/preconditions.ts';
import { promoteVersion } from '../../../lib/registry/move-alias.ts';
import { createCaller } from '../../support/call-api.ts';
import { createMemoryWorld, type MemoryWorld } from '../../support/memory-world.ts';

const CHAMPION = '/models/leads/aliases/champion';
let world: MemoryWorld;
let call: ReturnType<typeof createCaller>;
beforeEach(async () => {
  world = createMemoryWorld();
  call = createCaller(createApi(world, { info() {}, error() {} }));
  for (const intercept of [0, -1, -2]) await world.publish({ intercept });
});
const get = (path: string, headers: Record<string, string> = {}) => call('GET', path, { headers });
const put = (version: string, headers: Record<string, string>, path = CHAMPION) =>
  call('PUT', path, { body: JSON.stringify({ version }), headers });
const promote = (version: string) =>
  promoteVersion(world, { name: 'leads', alias: 'champion', version, by: 'test' });
const now = () => world.registry.getAlias('leads', 'champion');

test.each([
  ['*', '*'],
  ['"a"', [{ opaque: 'a', weak: false }]],
  [
    'W/"a" , "b,c",, ""',
    [
      { opaque: 'a', weak: true },
      { opaque: 'b,c', weak: false },
      { opaque: '', weak: false },
    ],
  ],
])('If-Match: %s', (text, tags) => {
  expect(readTags({ 'if-match': text }, 'if-match')).toEqual(tags);
});

test.each(['v3', '', ',', '"a" "b"', '"a', 'w/"a"', '"a", *', '* '.repeat(2)])(
  'If-Match: %p → 400',
  async (text) => {
    const answer = await put('v2', { 'if-match': text });
    expect([answer.status, answer.body.detail.split(':')[0], await now()]).toEqual([400, 'if-match', 'v1']);
  },
);

describe('moving an alias', () => {
  test('there and back again is another state', async () => {
    const { etag } = (await get(CHAMPION)).headers;
    await promote('v2');
    await promote('v1');
    expect((await get(CHAMPION)).headers.etag).not.toBe(etag);
    expect(await put('v3', { 'if-match': String(etag) })).toMatchObject({
      status: 412,
      body: {
        type: '/problems/precondition-failed',
        detail: 'leads: champion points to v1; its ETag is "v1-3"',
      },
    });
    expect(await now()).toBe('v1');
  });

  test.each([
    ['its ETag', '"v1-1"', 200],
    ['a version, as clients of earlier releases send it', '"v1"', 200],
    ['anything', '*', 200],
    ['a list', '"v9-1", W/"v1-1" , "v1-1"', 200],
    ['a weak tag', 'W/"v1-1"', 412],
    ['a weak version', 'W/"v1"', 412],
    ['another version', '"v2"', 412],
    ['a list of others', '"v2-1","v1-2"', 412],
  ])('If-Match with %s: %s → %i', async (_name, match, status) => {
    const answer = await put('v3', { 'if-match': match });
    expect([answer.status, await now()]).toEqual([status, status === 200 ? 'v3' : 'v1']);
    if (status === 200) expect((await get(CHAMPION)).headers.etag).toBe(answer.headers.etag);
  });

  test('to where it points already: the tag must be right all the same', async () => {
    await promote('v2');
    expect((await put('v1', { 'if-match': '"v1"' })).status).toBe(412);
    const same = await put('v2', { 'if-match': '"v2-2"' });
    expect([same.status, same.headers.etag]).toEqual([200, '"v2-2"']);
  });

  test.each([
    ['*', 412],
    ['"v1-1"', 412],
    ['W/"v1-1"', 412],
    ['"v2-1"', 200],
  ])('If-None-Match: %s of one that is there → %i', async (tags, status) => {
    expect((await put('v3', { 'if-none-match': tags })).status).toBe(status);
  });

  test('of one that is not there, nothing matches; of one that was taken away, too', async () => {
    const path = '/models/leads/aliases/blue';
    expect((await put('v2', { 'if-match': '*' }, path)).status).toBe(412);
    expect((await put('v2', { 'if-none-match': '*' }, path)).headers.etag).toBe('"v2-1"');
    const move = { name: 'leads', alias: 'blue', action: 'remove', from: 'v2', to: undefined } as const;
    await world.registry.moveAlias({ ...move, at: world.clock.now(), by: 'test', why: '' });
    expect((await put('v2', { 'if-match': '"v2-1"' }, path)).status).toBe(412);
    expect((await put('v2', { 'if-none-match': '*' }, path)).headers.etag).toBe('"v2-3"');
  });

  test('a move and its way back between reading and writing is found out', async () => {
    const { aliasHistory } = world.registry;
    world.registry.aliasHistory = async (...place) => {
      const seen = await aliasHistory(...place);
      world.registry.aliasHistory = aliasHistory;
      await promote('v2');
      await promote('v1');
      return seen;
    };
    expect((await put('v3', { 'if-match': '"v1-1"' })).status).toBe(412);
    expect(await now()).toBe('v1');
  });

  test('every member that is not known is named', async () => {
    const answer = await call('PUT', CHAMPION, {
      body: JSON.stringify({ version: 'v2', wyh: 'better', reason: 'x' }),
      headers: { 'if-match': '"v1-1"' },
    });
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map(({ field }: { field: string }) => field)).toEqual(['wyh', 'reason']);
    expect(await now()).toBe('v1');
  });
});

describe.each(['/schema', CHAMPION])('GET %s', (path) => {
  test('304 to a client that has it, by the weak comparison', async () => {
    const { etag, 'cache-control': caching, vary } = (await get(path)).headers;
    for (const tags of [String(etag), `"other", W/${etag}`, '*']) {
      const { status, headers, text } = await get(path, { 'if-none-match': tags });
      expect([status, text]).toEqual([304, '']);
      expect(headers).toEqual({
        etag,
        'cache-control': caching,
        'x-request-id': 'request-1',
        ...(vary === undefined ? {} : { vary }),
      });
    }
    expect((await call('HEAD', path, { headers: { 'if-none-match': String(etag) } })).status).toBe(304);
  });

  test('200 with the new tag to one that has another', async () => {
    const { etag } = (await get(path)).headers;
    await promote('v2');
    world.passTime(60_000);
    const answer = await get(path, { 'if-none-match': String(etag) });
    expect(answer.status).toBe(200);
    expect(answer.headers.etag).not.toBe(etag);
  });

  test('If-Match: 412 for others and for weak tags', async () => {
    const { etag } = (await get(path)).headers;
    for (const [tags, status] of [
      [String(etag), 200],
      ['*', 200],
      [`W/${etag}`, 412],
      ['"other"', 412],
      ['other', 400],
    ] as const)
      expect([tags, (await get(path, { 'if-match': tags })).status]).toEqual([tags, status]);
  });
});
