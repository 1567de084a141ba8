import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ACCOUNT_ID } from './account.ts';
import type { DeployedFunctions } from './deployed-functions.ts';

export interface ApiFront {
  readonly endpoint: string;
  /** Versions whose answers have a wrong probability from now on. */
  readonly wrongVersions: Set<string>;
  /** Asked once the functions are known. */
  functions: DeployedFunctions | undefined;
  stop(): void;
}

/**
 * Stands in for API Gateway, which moto does not have as an HTTP API: `/<name of the API>/…` is answered by the API's function
 * of its stack, with events of the payload format 2.0.
 */
export async function startApiFront(): Promise<ApiFront> {
  const front: { wrongVersions: Set<string>; functions: DeployedFunctions | undefined } = {
    wrongVersions: new Set(),
    functions: undefined,
  };
  const server = createServer(async (request, response) => {
    try {
      const url = new URL(request.url ?? '/', 'http://front');
      const [, stack, path = ''] = /^\/(scorelane-.+)-HttpApi-[^/]+(\/.*)?$/.exec(url.pathname) ?? [];
      if (stack === undefined) throw new Error(`expected /<name of an API>/…, got ${url.pathname}`);
      const event = await makeEvent(request, path || '/', url.search.slice(1));
      const answer = (await front.functions!.invoke(`${stack}-api`, event)) as {
        readonly statusCode?: number;
        readonly headers?: Record<string, string>;
        readonly body?: string;
        readonly isBase64Encoded?: boolean;
      };
      response.writeHead(answer.statusCode ?? 200, answer.headers ?? {});
      const body = Buffer.from(answer.body ?? '', answer.isBase64Encoded ? 'base64' : 'utf8');
      response.end(spoil(body, front.wrongVersions));
    } catch (error) {
      if (process.env.SCORELANE_ACCOUNT_LOG === '1') console.error(error);
      // As API Gateway answers when its function fails.
      response
        .writeHead(500, { 'content-type': 'application/json' })
        .end('{"message":"Internal Server Error"}');
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(front, {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  });
}

async function makeEvent(request: IncomingMessage, path: string, rawQueryString: string) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { method = 'GET', headers } = request;
  const body = Buffer.concat(chunks);
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    ...(rawQueryString === ''
      ? {}
      : { queryStringParameters: Object.fromEntries(new URLSearchParams(rawQueryString)) }),
    requestContext: {
      accountId: ACCOUNT_ID,
      apiId: 'api',
      domainName: headers.host ?? '',
      domainPrefix: 'api',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      requestId: randomUUID(),
      routeKey: '$default',
      stage: '$default',
      time: new Date().toISOString(),
      timeEpoch: Date.now(),
    },
    ...(body.length === 0 ? {} : { body: body.toString('base64') }),
    isBase64Encoded: body.length > 0,
  };
}

/** A version that scores wrongly: what a smoke test must find. */
function spoil(body: Buffer, wrongVersions: ReadonlySet<string>): Buffer {
  if (wrongVersions.size === 0) return body;
  const text = body.toString();
  const [, version = ''] = /"model_version":"(v\d+)"/.exec(text) ?? [];
  return wrongVersions.has(version) ? Buffer.from(text.replace(/"probability":0/g, '"probability":1')) : body;
}
