import { API_ROUTES } from '../../../lib/http/routes.ts';
import { type ApiUnderTest, createApiUnderTest } from '../../support/api-under-test.ts';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});

const paths = [...new Set(API_ROUTES.map(({ path }) => path))];
const fill = (path: string) => path.replace(/:\w+/g, 'x');

test.each(paths)('OPTIONS %s says what can be done, without a key', async (path) => {
  const { status, headers, text } = await api.call('OPTIONS', fill(path));
  expect([status, text]).toEqual([204, '']);
  const methods = API_ROUTES.filter((route) => route.path === path).map(({ method }) => method as string);
  const expected = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'];
  expect(String(headers.allow).split(', ').sort()).toEqual(expected.sort());
  // And so does the answer to any other method.
  expect((await api.call('PATCH', fill(path))).headers.allow).toBe(headers.allow);
});

test.each([
  ['/predict', 'application/json'],
  ['/jobs/x/start', 'application/json'],
  ['/jobs/x/cancel', undefined],
  ['/models/leads/aliases/blue', undefined],
  ['/health', undefined],
])('OPTIONS %s: Accept-Post %s', async (path, type) => {
  expect((await api.call('OPTIONS', path)).headers['accept-post']).toBe(type);
});

test('a body of another type is told what is taken', async () => {
  const { body = '' } = api.send({});
  const headers = { ...api.send({}).headers, 'content-type': 'text/csv' };
  expect(await api.call('POST', '/predict', { body, headers })).toMatchObject({
    status: 415,
    headers: { accept: 'application/json', 'accept-post': 'application/json' },
  });
  const put = await api.call('PUT', '/models/leads/aliases/blue', {
    body,
    headers: { ...headers, 'if-none-match': '*' },
  });
  expect([put.status, put.headers['accept-post']]).toEqual([415, undefined]);
});

test.each(['/nothing', '/predict/x/y/z'])('OPTIONS %s: there is nothing', async (path) => {
  expect((await api.call('OPTIONS', path)).status).toBe(404);
});
