import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { toApiGatewayEvent } from './http-event.ts';
import { limitAnswer } from './limit-answer.ts';

export type Handler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** `provider.httpApi.cors` of serverless.yml. */
export interface Cors {
  readonly allowedMethods?: readonly string[];
  readonly allowedHeaders?: readonly string[];
  readonly exposedResponseHeaders?: readonly string[];
  readonly maxAge?: number;
}

export interface GatewayOptions {
  readonly handler: Handler;
  readonly cors: Cors;
  /** Of the function, seconds. */
  readonly timeout: number;
  /** Told what the client is not told. */
  readonly report: (problem: string) => void;
}

/** API Gateway reads no more of a body (quotas of HTTP APIs). */
const MOST_REQUEST_BYTES = 10 * 1024 * 1024;
/** Lambda takes no more in one synchronous invocation (quotas of Lambda). */
const MOST_PAYLOAD_BYTES = 6 * 1024 * 1024;

/**
 * An HTTP API of API Gateway with one route for all, on this machine: requests reach the handler as events of the payload
 * format 2.0, byte for byte as they came, and its answers go out as they are. So an answer on a laptop is the answer on
 * AWS; serverless-offline's own server parses and rewrites bodies and answers by itself. Every page that may call at all
 * is answered with its own origin: who may call is decided before (`guardServers`).
 */
export function createGateway(options: GatewayOptions): Server {
  return createServer((request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      options.report(`the API did not answer: ${error}`);
      response.destroy();
    });
  });
}

async function answer(
  { handler, cors, timeout, report }: GatewayOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = randomUUID();
  response.setHeader('apigw-requestid', requestId);
  const { origin } = request.headers;
  if (origin !== undefined) {
    response.setHeader('access-control-allow-origin', origin);
    response.setHeader('access-control-expose-headers', (cors.exposedResponseHeaders ?? []).join(','));
    response.setHeader('vary', 'origin');
    if (request.method === 'OPTIONS' && 'access-control-request-method' in request.headers) {
      response.setHeader('access-control-allow-methods', (cors.allowedMethods ?? []).join(','));
      response.setHeader('access-control-allow-headers', (cors.allowedHeaders ?? []).join(','));
      response.setHeader('access-control-max-age', String(cors.maxAge ?? 0));
      response.writeHead(204).end();
      return;
    }
  }
  const body = await readBody(request);
  const event = body && toApiGatewayEvent(request, body, requestId);
  if (event === undefined || Buffer.byteLength(JSON.stringify(event)) > MOST_PAYLOAD_BYTES) {
    message(response, 413, 'Request Entity Too Large');
    return;
  }
  try {
    const result = await invoke(handler, event, 1000 * timeout);
    send(response, limitAnswer(result, report), request.method === 'HEAD');
  } catch (error) {
    report(`a function failed: ${error}`);
    message(response, 500, 'Internal Server Error');
  }
}

/** Undefined: it is too large; the rest of it is not kept. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size <= MOST_REQUEST_BYTES) pieces.push(piece);
  }
  return size > MOST_REQUEST_BYTES ? undefined : Buffer.concat(pieces);
}

async function invoke(
  handler: Handler,
  event: APIGatewayProxyEventV2,
  timeoutMs: number,
): Promise<APIGatewayProxyStructuredResultV2> {
  const deadline = Date.now() + timeoutMs;
  const context = {
    awsRequestId: randomUUID(),
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  } as Context;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer after ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([handler(event, context), late]);
  } finally {
    clearTimeout(timer);
  }
}

function send(
  response: ServerResponse,
  { statusCode = 200, headers = {}, cookies, body = '', isBase64Encoded }: APIGatewayProxyStructuredResultV2,
  isHead: boolean,
): void {
  for (const [name, value] of Object.entries(headers)) {
    // API Gateway leaves out what a function says of other origins, once it is told itself.
    if (name.toLowerCase().startsWith('access-control-')) continue;
    // What the gateway varies by itself stays.
    if (name.toLowerCase() === 'vary') response.appendHeader(name, String(value));
    else response.setHeader(name, String(value));
  }
  if (cookies !== undefined) response.setHeader('set-cookie', cookies);
  const bytes = Buffer.from(body, isBase64Encoded === true ? 'base64' : 'utf8');
  // Of HEAD it would be that of GET, which is not known here (RFC 9110 §8.6).
  if (!isHead && statusCode !== 204 && statusCode !== 304) response.setHeader('content-length', bytes.length);
  response.writeHead(statusCode).end(bytes);
}

/** As API Gateway answers by itself. */
function message(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ message: text }));
}
