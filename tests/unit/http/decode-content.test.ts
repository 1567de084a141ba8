import { brotliCompressSync, gzipSync } from 'node:zlib';
import { createApi } from '../../../lib/http/create-api.ts';
import { createCaller } from '../../support/call-api.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';

let call: ReturnType<typeof createCaller>;
beforeEach(async () => {
  const world = createMemoryWorld();
  await world.publish();
  call = createCaller(createApi(world, { info() {}, error() {} }));
});
const post = (bytes: Uint8Array, coding: string, path = '/predict') =>
  call('POST', path, {
    body: Buffer.from(bytes).toString('base64'),
    base64: true,
    headers: { 'content-encoding': coding },
  });
const LEAD = JSON.stringify(EXAMPLE_LEAD);

test.each(['gzip', 'GZIP', 'x-gzip', ' gzip '])('a body that is packed is read: %s', async (coding) => {
  expect((await post(gzipSync(LEAD), coding)).status).toBe(202);
});

test('a batch, too, and one of 900 KB', async () => {
  const leads = JSON.stringify(Array(1000).fill({ ...EXAMPLE_LEAD, padding: '' }));
  expect((await post(gzipSync(leads), 'gzip', '/predict_batch')).status).toBe(422);
  expect((await post(gzipSync(`${LEAD}${' '.repeat(900_000)}`), 'gzip')).status).toBe(202);
});

test.each(['identity', ''])('none is none: %p', async (coding) => {
  expect((await post(Buffer.from(LEAD), coding)).status).toBe(202);
  const lost = { body: '{"source":"K\ufffdln"}', headers: { 'content-encoding': coding } };
  expect((await call('POST', '/predict', lost)).status).toBe(400);
});

test('a bomb is refused before it is unpacked', async () => {
  const bomb = gzipSync(Buffer.alloc(200_000_000, ' '));
  expect(bomb.length).toBeLessThan(1_000_000);
  const before = process.memoryUsage().rss;
  expect(await post(bomb, 'gzip')).toMatchObject({
    status: 413,
    body: {
      type: '/problems/body-too-large',
      detail: 'expected at most 1000000 bytes, got more once it was unpacked',
    },
  });
  expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
});

test.each([
  ['no gzip', Buffer.from(LEAD)],
  ['the half of one', gzipSync(LEAD).subarray(0, 30)],
  ['nothing', Buffer.alloc(0)],
])('%s under this name: 400', async (_name, bytes) => {
  expect(await post(bytes, 'gzip')).toMatchObject({
    status: 400,
    body: { detail: 'expected a body that is gzip, as its content-encoding says' },
  });
});

test('text that is not UTF-8 is found out inside, too', async () => {
  expect((await post(gzipSync(Buffer.from('{"source":"K\xf6ln"}', 'latin1')), 'gzip')).status).toBe(400);
});

test.each([
  ['br', brotliCompressSync(LEAD)],
  ['gzip, gzip', gzipSync(gzipSync(LEAD))],
  ['deflate', Buffer.from(LEAD)],
])('%s: 415 that says which is read', async (coding, bytes) => {
  expect(await post(bytes, coding)).toMatchObject({
    status: 415,
    headers: { 'accept-encoding': 'gzip', 'accept-post': 'application/json' },
    body: { detail: `expected “content-encoding: gzip” or none, got “${coding}”` },
  });
});
