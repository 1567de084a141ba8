import { type OfflineHttpEvent, toApiGatewayEvent } from '../../../infra/local/http-event.ts';

// As serverless-offline 14.8.2 made it for `GET /health`, shortened.
const offlineEvent = {
  version: '2.0',
  routeKey: '$default',
  rawPath: '/health',
  rawQueryString: '',
  headers: { host: '127.0.0.1:3000' },
  body: null,
  cookies: [],
  isBase64Encoded: false,
  pathParameters: { default: 'health' },
  queryStringParameters: null,
  stageVariables: null,
  requestContext: {
    http: { method: 'GET', path: '/health', sourceIp: '127.0.0.1' },
    requestId: 'offlineContext_resourceId',
  },
} as unknown as OfflineHttpEvent;

test('what API Gateway leaves out is left out', () => {
  const event = toApiGatewayEvent(offlineEvent);
  expect(Object.keys(event).toSorted()).toEqual(
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

test('what was sent is kept', () => {
  const sent = { body: '{}', cookies: ['a=1'], queryStringParameters: { page: '2' } };
  expect(toApiGatewayEvent({ ...offlineEvent, ...sent })).toMatchObject(sent);
});

test('every request has an id of its own, and headers that say how it came', () => {
  const [first, second] = [toApiGatewayEvent(offlineEvent), toApiGatewayEvent(offlineEvent)];
  expect(first.requestContext.requestId).not.toBe(second.requestContext.requestId);
  expect(first.headers).toEqual({
    host: '127.0.0.1:3000',
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-port': '3000',
    'x-forwarded-proto': 'http',
  });
});
