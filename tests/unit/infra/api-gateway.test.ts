import { once } from 'node:events';
import { request, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { createGateway } from '../../../infra/local/api-gateway.ts';

let server: Server;
let events: APIGatewayProxyEventV2[];
let problems: string[];
let result: () => APIGatewayProxyStructuredResultV2 | Promise<APIGatewayProxyStructuredResultV2>;

beforeEach(async () => {
  [events, problems] = [[], []];
  result = () => ({ statusCode: 200, body: 'ok' });
  server = createGateway({
    handler: async (event) => {
      events.push(event);
      return result();
    },
    cors: {
      allowedMethods: ['GET', 'POST'],
      allowedHeaders: ['content-type'],
      exposedResponseHeaders: ['etag'],
    },
    timeout: 0.2,
    report: (problem) => problems.push(problem),
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

const port = () => (server.address() as AddressInfo).port;
const call = (path: string, init: RequestInit = {}) => fetch(`http://127.0.0.1:${port()}${path}`, init);
const post = async (body: Uint8Array<ArrayBuffer> | string, type = 'application/json') => {
  await call('/predict', { method: 'POST', body, headers: { 'content-type': type } });
  return events.at(-1)!;
};

describe('the event', () => {
  test.each(['false', '0', '-0', 'null', '""', '"{\\"a\\": 1}"', '{"a":1}', ' [1,\n2]'])(
    'holds the body %s as it came',
    async (body) => {
      expect(await post(body)).toMatchObject({ body, isBase64Encoded: false });
    },
  );

  test('holds bytes of another type as base64', async () => {
    const bytes = Uint8Array.of(0, 255, 128);
    expect(await post(bytes, 'application/octet-stream')).toMatchObject({
      body: Buffer.from(bytes).toString('base64'),
      isBase64Encoded: true,
    });
  });

  test('marks bytes that are not UTF-8 in JSON', async () => {
    expect((await post(Buffer.from('{"city":"K\xf6ln"}', 'latin1'))).body).toBe('{"city":"K\ufffdln"}');
  });

  test('leaves out what is not there', async () => {
    await call('/health');
    expect(Object.keys(events[0]!).toSorted()).toEqual(
      [
        'version',
        'routeKey',
        'rawPath',
        'rawQueryString',
        'headers',
        'isBase64Encoded',
        'requestContext',
      ].toSorted(),
    );
  });

  test('has the path and the query as they came', async () => {
    await call('/a%2Fb%20c/%E2%82%AC?x=1&x=2&y=%20');
    expect(events[0]).toMatchObject({
      rawPath: '/a%2Fb%20c/%E2%82%AC',
      rawQueryString: 'x=1&x=2&y=%20',
      queryStringParameters: { x: '1,2', y: ' ' },
      requestContext: { http: { method: 'GET', path: '/a%2Fb%20c/%E2%82%AC' } },
    });
  });

  test('joins headers that are repeated, and has the cookies apart', async () => {
    const socket = connect(port(), '127.0.0.1');
    socket.end(
      'GET / HTTP/1.1\r\nHost: h\r\nX-One: a\r\nx-one: b\r\nCookie: c=1; d=2\r\nConnection: close\r\n\r\n',
    );
    await once(socket.resume(), 'close');
    expect(events[0]!.headers['x-one']).toBe('a,b');
    expect(events[0]!.headers.cookie).toBeUndefined();
    expect(events[0]!.cookies).toEqual(['c=1', 'd=2']);
  });

  test('has an id of its own, which the answer repeats', async () => {
    const answers = [await call('/'), await call('/')];
    const ids = events.map(({ requestContext }) => requestContext.requestId);
    expect(new Set(ids).size).toBe(2);
    expect(answers.map(({ headers }) => headers.get('apigw-requestid'))).toEqual(ids);
  });
});

describe('the answer', () => {
  test('is the function’s, 304 and bytes too', async () => {
    result = () => ({ statusCode: 304, headers: { etag: '"1"' } });
    expect((await call('/')).status).toBe(304);
    result = () => ({ statusCode: 200, body: 'AP8=', isBase64Encoded: true, cookies: ['a=1', 'b=2'] });
    const answer = await call('/');
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(Buffer.from([0, 255]));
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  test('to HEAD has headers and no body', async () => {
    const answer = await call('/', { method: 'HEAD' });
    expect(events[0]!.requestContext.http.method).toBe('HEAD');
    expect([answer.status, answer.headers.get('content-length'), await answer.text()]).toEqual([
      200,
      null,
      '',
    ]);
  });

  test('that is larger than Lambda gives is an error, and reported', async () => {
    result = () => ({ statusCode: 200, body: 'x'.repeat(6_291_556) });
    const answer = await call('/');
    expect([answer.status, await answer.json()]).toEqual([500, { message: 'Internal Server Error' }]);
    expect(problems).toEqual([expect.stringMatching(/maximum allowed payload size/)]);
  });

  test('of a function that throws, or is late, is an error', async () => {
    for (const fault of [() => Promise.reject(new Error('why')), () => new Promise<never>(() => {})]) {
      result = fault;
      expect((await call('/')).status).toBe(500);
    }
    expect(problems).toEqual([expect.stringContaining('why'), expect.stringContaining('no answer after')]);
  });

  test('to a body that is larger than Lambda takes is 413', async () => {
    const answer = await call('/', { method: 'POST', body: 'x'.repeat(7 * 1024 * 1024) });
    expect([answer.status, events.length]).toEqual([413, 0]);
  });
});

describe('pages', () => {
  const ask = (method: string, headers: Record<string, string>) =>
    new Promise<{ status: number; headers: Record<string, unknown> }>((resolve, reject) => {
      request({ host: '127.0.0.1', port: port(), method, path: '/predict', headers }, (answer) => {
        answer.resume().on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers }));
      })
        .on('error', reject)
        .end();
    });
  const origin = 'http://localhost:5173';

  test('are answered before they send, without the function', async () => {
    const preflight = { origin, 'access-control-request-method': 'POST' };
    const { status, headers } = await ask('OPTIONS', preflight);
    expect([status, events.length]).toEqual([204, 0]);
    expect(headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET,POST',
      'access-control-allow-headers': 'content-type',
    });
  });

  test('read the answer and its headers', async () => {
    const { headers } = await ask('GET', { origin });
    expect(headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'etag',
      vary: 'origin',
    });
  });

  test('are told of all that an answer varies by', async () => {
    result = () => ({ statusCode: 200, headers: { vary: 'accept' }, body: '{}' });
    expect((await ask('GET', { origin })).headers.vary).toBe('origin, accept');
    expect((await ask('GET', {})).headers.vary).toBe('accept');
  });

  test.each([{}, { origin }])('other OPTIONS reach the function: %j', async (headers) => {
    await ask('OPTIONS', headers);
    expect(events[0]!.requestContext.http.method).toBe('OPTIONS');
  });
});
