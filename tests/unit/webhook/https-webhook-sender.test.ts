import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttpsWebhookSender } from '../../../lib/adapters/http/https-webhook-sender.ts';

interface Received {
  readonly method: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

let received: Received[];
let answer: { readonly status: number; readonly headers?: Record<string, string> } | 'none';
let origin: string;
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  received.push({ method: request.method, headers: request.headers, body });
  if (answer !== 'none') response.writeHead(answer.status, answer.headers).end('x'.repeat(1000));
});
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  received = [];
  answer = { status: 204 };
});

const local = createHttpsWebhookSender('any');

test('posts the body with its headers', async () => {
  expect(await local.post(`${origin}/hook?a=b`, { 'webhook-id': 'x' }, '{"ü":1}')).toEqual({ status: 204 });
  expect(received).toHaveLength(1);
  expect(received[0]).toMatchObject({ method: 'POST', body: '{"ü":1}' });
  expect(received[0]!.headers).toMatchObject({ 'webhook-id': 'x', 'content-length': '8' });
});

test('follows no redirect', async () => {
  answer = { status: 307, headers: { location: `${origin}/elsewhere` } };
  expect(await local.post(`${origin}/`, {}, '{}')).toEqual({
    status: 307,
    error: 'redirects are not followed',
  });
  expect(received).toHaveLength(1);
});

test('gives up when no answer comes', async () => {
  answer = 'none';
  const impatient = createHttpsWebhookSender('any', { timeoutMs: 100 });
  expect(await impatient.post(`${origin}/`, {}, '{}')).toEqual({ error: 'no answer in time' });
});

test('tells a name that leads nowhere and a port that nobody listens on', async () => {
  const nowhere = createHttpsWebhookSender('any', {
    resolve: () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' })),
  });
  expect(await nowhere.post('https://nowhere.example/', {}, '{}')).toEqual({ error: 'ENOTFOUND' });
  expect(await local.post('http://127.0.0.1:1/', {}, '{}')).toEqual({ error: 'ECONNREFUSED' });
});

describe('with public hosts only', () => {
  const REFUSED = {
    error: 'refused: the host leads to an address that is not public',
    refused: true,
  };
  const leadingTo = (...addresses: string[]) =>
    createHttpsWebhookSender('public', {
      resolve: async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    });

  test.each([
    ['127.0.0.1'],
    ['10.1.2.3'],
    ['172.16.0.1'],
    ['192.168.1.1'],
    ['169.254.169.254'],
    ['100.64.0.1'],
    ['0.0.0.0'],
    ['224.0.0.1'],
    ['255.255.255.255'],
    ['168.63.129.16'],
    ['100.100.100.200'],
    ['192.0.2.1'],
    ['198.18.0.1'],
    ['::1'],
    ['::'],
    ['fe80::1'],
    ['fd00:ec2::254'],
    ['::ffff:127.0.0.1'],
    ['::ffff:a9fe:a9fe'],
    ['64:ff9b::7f00:1'],
    ['2002:7f00:1::'],
    ['2001:db8::1'],
  ])('refuses a name that leads to %s, and the address itself', async (address) => {
    expect(await leadingTo(address).post('https://example.com/', {}, '{}')).toEqual(REFUSED);
    // Also when only one of several is not public.
    expect(await leadingTo('93.184.216.34', address).post('https://example.com/', {}, '{}')).toEqual(REFUSED);
    const host = address.includes(':') ? `[${address}]` : address;
    expect(await leadingTo().post(`https://${host}/`, {}, '{}')).toEqual(REFUSED);
  });

  test.each(['https://2130706433/', 'https://0x7f.1/', 'https://0177.0.0.1/'])(
    'refuses loopback however it is written: %s',
    async (url) => {
      expect(await leadingTo().post(url, {}, '{}')).toEqual(REFUSED);
    },
  );

  test('refuses plain http', async () => {
    expect(await leadingTo('127.0.0.1').post(`${origin}/`, {}, '{}')).toMatchObject({ refused: true });
    expect(received).toHaveLength(0);
  });
});

test('a receiver has ten seconds', async () => {
  const timeout = jest.spyOn(AbortSignal, 'timeout');
  await local.post(`${origin}/`, {}, '{}');
  expect(timeout).toHaveBeenCalledWith(10_000);
  timeout.mockRestore();
});
