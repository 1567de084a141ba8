import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { ACCOUNT_ID } from './local-environment.ts';

/** Bodies that API Gateway hands over as text; every other one comes as base64. */
const TEXT = /^(?:text\/|application\/(?:json|javascript|xml)\s*(?:;|$))/i;

/**
 * The event that an HTTP API sends for a request, payload format 2.0 (API Gateway, developer guide, "Create AWS Lambda
 * proxy integrations for HTTP APIs"): names of headers in lower case, repeated ones and repeated parameters joined by
 * commas, cookies apart, and what is not there left out.
 */
export function toApiGatewayEvent(
  { method = 'GET', url = '/', rawHeaders, headers: parsed, httpVersion, socket }: IncomingMessage,
  body: Buffer,
  requestId: string,
): APIGatewayProxyEventV2 {
  const split = url.indexOf('?');
  const rawPath = decodePath(split < 0 ? url : url.slice(0, split));
  const rawQueryString = split < 0 ? '' : url.slice(split + 1);
  const { cookie, ...headers } = joinHeaders(rawHeaders);
  const host = headers.host ?? '';
  const sourceIp = socket.remoteAddress ?? '';
  const now = new Date();
  const query = joinParameters(rawQueryString);
  const isText = TEXT.test(parsed['content-type'] ?? '') && parsed['content-encoding'] === undefined;
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    ...(cookie !== undefined && { cookies: cookie.split(/; */) }),
    headers: {
      ...headers,
      'x-forwarded-for': sourceIp,
      'x-forwarded-port': /:(\d+)$/.exec(host)?.[1] ?? '80',
      'x-forwarded-proto': 'http',
    },
    ...(query !== undefined && { queryStringParameters: query }),
    requestContext: {
      accountId: ACCOUNT_ID,
      apiId: 'local',
      domainName: host,
      domainPrefix: host.split('.')[0]!,
      http: {
        method,
        path: rawPath,
        protocol: `HTTP/${httpVersion}`,
        sourceIp,
        userAgent: parsed['user-agent'] ?? '',
      },
      requestId,
      routeKey: '$default',
      stage: '$default',
      time: now.toUTCString(),
      timeEpoch: now.getTime(),
    },
    // Bytes that are not UTF-8 become U+FFFD, as in any JSON that is made of them.
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/**
 * A path as HTTP APIs hand it over: decoded once, and cut off at a `?` that appears then. REST APIs and function URLs do neither.
 * What cannot be decoded stays as it came.
 */
export function decodePath(path: string): string {
  try {
    return decodeURIComponent(path).split('?', 1)[0]!;
  } catch {
    return path;
  }
}

function joinHeaders(raw: readonly string[]): Record<string, string> {
  const joined: Record<string, string> = {};
  for (let i = 0; i < raw.length; i += 2) {
    const [name, value] = [raw[i]!.toLowerCase(), raw[i + 1]!];
    const separator = name === 'cookie' ? '; ' : ',';
    joined[name] = Object.hasOwn(joined, name) ? `${joined[name]}${separator}${value}` : value;
  }
  return joined;
}

function joinParameters(query: string): Record<string, string> | undefined {
  if (query === '') return undefined;
  const values = Map.groupBy(new URLSearchParams(query), ([name]) => name);
  return Object.fromEntries([...values].map(([name, pairs]) => [name, pairs.map(([, v]) => v).join(',')]));
}
