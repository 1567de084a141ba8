import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { createApi } from '../../lib/http/create-api.ts';
import { publishModel } from '../../lib/registry/publish-model.ts';
import { createModelServer } from '../../lib/registry/serve-model.ts';
import { createMemoryWorld } from '../../tests/support/memory-world.ts';

/** serve-ours.ts MODEL.json PORT: the API's real handler over plain HTTP, its stores in memory, one process. */
const [, , modelFile, port] = process.argv;
const clock = { now: () => new Date() };
const world = { ...createMemoryWorld(), clock };
await publishModel(world, { artifact: readFileSync(modelFile!), by: 'bench' });
const api = createApi({ ...world, serve: createModelServer(world) }, console);

process.once('SIGINT', () => process.exit(0));
createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const method = request.method!;
  const event = {
    version: '2.0',
    routeKey: '$default',
    rawPath: request.url!,
    rawQueryString: '',
    headers: { ...request.headers, 'x-forwarded-proto': 'http' },
    requestContext: { requestId: 'bench', http: { method, path: request.url! } },
    body: Buffer.concat(chunks).toString(),
    isBase64Encoded: false,
  } as unknown as APIGatewayProxyEventV2;
  const { statusCode, headers, body } = await api(event, {
    getRemainingTimeInMillis: () => 29_000,
  } as Context);
  const length = { 'content-length': Buffer.byteLength(body ?? '') };
  response.writeHead(statusCode!, { ...(headers as Record<string, string>), ...length });
  response.end(body);
}).listen(Number(port), '127.0.0.1', () => console.log('ready'));
