import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { createMemoryArtifactStore } from '../../lib/adapters/memory/memory-artifact-store.ts';
import { createMemoryDatasetFolders } from '../../lib/adapters/memory/memory-dataset-folders.ts';
import { createMemoryDeadLetterStore } from '../../lib/adapters/memory/memory-dead-letter-store.ts';
import { createMemoryJobFiles } from '../../lib/adapters/memory/memory-job-files.ts';
import { createMemoryJobQueues } from '../../lib/adapters/memory/memory-job-queues.ts';
import { createMemoryJobStore } from '../../lib/adapters/memory/memory-job-store.ts';
import { createMemoryLeadQueue } from '../../lib/adapters/memory/memory-lead-queue.ts';
import { createMemoryPredictionStore } from '../../lib/adapters/memory/memory-prediction-store.ts';
import { createMemoryRegistryStore } from '../../lib/adapters/memory/memory-registry-store.ts';
import { createMemorySecretStore } from '../../lib/adapters/memory/memory-secret-store.ts';
import { createMemoryTrainingStore } from '../../lib/adapters/memory/memory-training-store.ts';
import { createMemoryWebhookQueue } from '../../lib/adapters/memory/memory-webhook-queue.ts';
import { createMemoryWorkflow } from '../../lib/adapters/memory/memory-workflow.ts';
import { openToAll } from '../../lib/auth/authenticate.ts';
import { createApi } from '../../lib/http/create-api.ts';
import { createModelLoader } from '../../lib/registry/load-model.ts';
import { publishModel } from '../../lib/registry/publish-model.ts';
import { createModelServer } from '../../lib/registry/serve-model.ts';

/** serve-ours.ts MODEL.json PORT: the API's real handler over plain HTTP, its stores in memory, one process. */
const [, , modelFile, port] = process.argv;
const clock = { now: () => new Date() };
const artifacts = createMemoryArtifactStore();
const registry = createMemoryRegistryStore();
await publishModel({ artifacts, registry, clock }, { artifact: readFileSync(modelFile!), by: 'bench' });
const load = createModelLoader(artifacts);
const api = createApi(
  {
    serve: createModelServer({ registry, load, clock }),
    load,
    registry,
    artifacts,
    authenticate: openToAll,
    store: createMemoryPredictionStore(),
    queue: createMemoryLeadQueue(),
    jobs: createMemoryJobStore(),
    files: createMemoryJobFiles(),
    queues: createMemoryJobQueues(),
    trainings: createMemoryTrainingStore(),
    workflow: createMemoryWorkflow(),
    folders: createMemoryDatasetFolders(new Map()),
    bucket: 'bucket',
    secrets: createMemorySecretStore(),
    webhooks: createMemoryWebhookQueue(),
    webhookHosts: 'public',
    deadLetters: createMemoryDeadLetterStore(),
    clock,
    ids: { next: randomUUID },
    keepDays: 30,
    defaultModel: 'leads',
  },
  console,
);

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
  const { statusCode, headers, body } = await api(event, {} as Context);
  const length = { 'content-length': Buffer.byteLength(body ?? '') };
  response.writeHead(statusCode!, { ...(headers as Record<string, string>), ...length });
  response.end(body);
}).listen(Number(port), '127.0.0.1', () => console.log('ready'));
