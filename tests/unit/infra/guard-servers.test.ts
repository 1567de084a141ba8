import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { guardServers } from '../../../infra/local/guard-servers.ts';
import { readHosts, refuseForeign } from '../../../infra/local/trusted-callers.ts';

describe('who may call', () => {
  const refuse = refuseForeign(['https://Leads.Example.com'], ['laptop.lan', '.app.github.dev']);
  const passes = (host: string | undefined, origin?: string) =>
    refuse({ headers: { ...(host !== undefined && { host }), ...(origin !== undefined && { origin }) } }) ===
    undefined;

  test.each([
    ['127.0.0.1:3000'],
    ['127.9.9.9'],
    ['localhost:3000'],
    ['LOCALHOST'],
    ['bucket.localhost:4560'],
    ['[::1]:3000'],
    ['laptop.lan:3000'],
    ['box-3000.app.github.dev'],
  ])('host %s passes', (host) => expect(passes(host)).toBe(true));

  test.each([
    ['evil.example'],
    ['127.0.0.1.evil.example'],
    ['localhost.evil.example'],
    ['128.0.0.1'],
    ['0.0.0.0'],
    ['app.github.dev.evil.example'],
    ['my-laptop.lan'],
    [''],
    [undefined],
    ['[::2]'],
    ['evil.example#localhost'],
  ])('host %s is refused', (host) => expect(passes(host)).toBe(false));

  test.each([
    ['http://localhost:5173'],
    ['http://127.0.0.1:4563'],
    ['http://[::1]:8080'],
    ['https://leads.example.com'],
    ['https://box-4563.app.github.dev'],
  ])('pages of %s pass', (origin) => expect(passes('localhost:3000', origin)).toBe(true));

  test.each([
    ['https://evil.example'],
    ['https://localhost.evil.example'],
    ['null'],
    [''],
    ['http://leads.example.com'],
    ['https://leads.example.com.evil.example'],
    ['file://'],
    ['chrome-extension://abcdef'],
  ])('pages of %s are refused', (origin) => expect(passes('localhost:3000', origin)).toBe(false));

  test('the reason names the setting that allows them', () => {
    expect(refuse({ headers: { host: 'evil.example' } })).toContain('SCORELANE_HOSTS');
    expect(refuse({ headers: { host: 'localhost', origin: 'https://evil.example' } })).toContain(
      'PAGE_ORIGIN',
    );
  });
});

describe('SCORELANE_HOSTS', () => {
  test('holds names, separated by commas', () => {
    expect(readHosts(undefined)).toEqual([]);
    expect(readHosts(' Laptop.lan, .app.github.dev,')).toEqual(['laptop.lan', '.app.github.dev']);
  });

  test.each(['https://a.example', 'a.example:3000', '*', '*.example', 'a b'])('%s is refused', (text) =>
    expect(() => readHosts(text)).toThrow(/SCORELANE_HOSTS holds/),
  );
});

describe('guarded servers', () => {
  let stop = () => {};
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.writeHead(200, { 'access-control-allow-origin': '*' }).end('leads');
  });
  beforeAll(async () => {
    stop = guardServers(refuseForeign([], []));
    server.on('upgrade', (_, socket) => socket.end('upgraded')).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => {
    stop();
    server.close();
    server.closeAllConnections();
  });
  const ask = (method: string, headers: Record<string, string>) =>
    new Promise<[number, unknown, string]>((resolve, reject) => {
      const { port } = server.address() as AddressInfo;
      request({ host: '127.0.0.1', port, method, headers }, async (answer) => {
        let text = '';
        for await (const piece of answer) text += piece;
        resolve([answer.statusCode!, answer.headers['access-control-allow-origin'], text]);
      })
        .on('error', reject)
        .end(method === 'POST' ? 'x'.repeat(1 << 20) : undefined);
    });

  test('answer programs and pages of this machine', async () => {
    expect(await ask('GET', {})).toEqual([200, '*', 'leads']);
    expect((await ask('POST', { origin: 'http://localhost:1' }))[0]).toBe(200);
  });

  test('refuse foreign pages and names, also before they send, and never reach their listener', async () => {
    const before = asked;
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { host: 'evil.example' }])
      for (const method of ['GET', 'POST', 'OPTIONS']) {
        const [status, allowed, text] = await ask(method, headers as Record<string, string>);
        expect([status, allowed]).toEqual([403, undefined]);
        expect(text).not.toContain('leads');
      }
    expect(asked).toBe(before);
  });

  test('refuse upgrades', async () => {
    const { port } = server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    let text = '';
    socket.on('data', (piece) => {
      text += piece;
    });
    await once(socket, 'close');
    expect(text).toBe('');
  });
});
