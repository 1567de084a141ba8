import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { createFileClient, createS3Client, createSqsClient } from '../../lib/adapters/aws/aws-clients.ts';
import { createBucketClient } from '../../lib/adapters/aws/bucket-tools.ts';
import { createS3ArtifactStore } from '../../lib/adapters/aws/s3-artifact-store.ts';
import { createS3Bucket } from '../../lib/adapters/aws/s3-bucket.ts';
import { createSqsJobQueues } from '../../lib/adapters/aws/sqs-job-queues.ts';
import { createSqsLeadQueue } from '../../lib/adapters/aws/sqs-lead-queue.ts';
import { createSqsPostpone, createSqsWebhookQueue } from '../../lib/adapters/aws/sqs-webhook-queue.ts';
import { readS3Style } from '../../lib/runtime/config.ts';
import { startEmulators } from '../support/emulators.ts';
import { until } from '../support/until.ts';

/** A store that speaks as AWS does, and tells of itself another host than the one it is reached by. */
interface Store {
  readonly endpoint: string;
  stop(): Promise<void> | void;
}

const ENDPOINTS = ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL_SQS'] as const;
const before = { ...process.env };
afterEach(() => {
  for (const name of ENDPOINTS) delete process.env[name];
});
afterAll(() => {
  process.env = before;
});

async function startOwnEmulators(): Promise<Store> {
  const emulators = await startEmulators();
  return { endpoint: emulators.endpoints.sqs, stop: () => emulators.stop() };
}

const hasMoto = spawnSync('moto_server', ['--help'], { stdio: 'ignore' }).status === 0;
if (!hasMoto) console.log('skipped: queues and buckets of moto, because moto_server is not on this machine');

async function startMoto(): Promise<Store> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  const child: ChildProcess = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], {
    stdio: 'ignore',
  });
  const endpoint = `http://127.0.0.1:${port}`;
  await until('moto to answer', async () =>
    (await fetch(`${endpoint}/moto-api/data.json`).catch(() => undefined))?.ok ? true : undefined,
  );
  return {
    endpoint,
    async stop() {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    },
  };
}

const STORES: readonly (readonly [string, () => Promise<Store>])[] = [
  ['the emulators', startOwnEmulators],
  ...(hasMoto ? ([['moto', startMoto]] as const) : []),
];

describe.each(STORES)('with %s at an endpoint of its own', (_, start) => {
  let store: Store;
  beforeAll(async () => {
    store = await start();
    Object.assign(process.env, {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    });
  });
  afterAll(() => store.stop());

  test.each(['AWS_ENDPOINT_URL_SQS', 'AWS_ENDPOINT_URL'])(
    '%s decides where queues are, whatever host their address names',
    async (setting) => {
      process.env[setting] = store.endpoint;
      const warnings = jest.spyOn(console, 'warn');
      const sqs = createSqsClient();
      const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: `q-${setting}` }));
      // Where nobody listens, nor any name leads.
      const elsewhere = `http://queues.invalid:9${new URL(QueueUrl).pathname}`;
      await createSqsWebhookQueue(sqs, elsewhere).send({ id: 'first' });
      const queues = createSqsJobQueues(sqs, { stepUrl: elsewhere, chunkUrl: elsewhere });
      await queues.sendStep({ step: 'join', jobId: 'j' });
      await queues.sendChunks([{ jobId: 'j', number: 1, from: 0, to: 1, line: 1, sourceBytes: 1 }]);
      await createSqsLeadQueue(sqs, elsewhere).ping();
      expect(await createSqsLeadQueue(sqs, elsewhere).waiting()).toBe(3);
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: elsewhere, MaxNumberOfMessages: 10 }),
      );
      expect(Messages).toHaveLength(3);
      await createSqsPostpone(sqs, elsewhere)(Messages[0]!.ReceiptHandle!, 0);
      expect(warnings).not.toHaveBeenCalled();
      warnings.mockRestore();
      sqs.destroy();
    },
  );

  test.each(['AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL'])(
    '%s decides where buckets are, and they stand in paths',
    async (setting) => {
      process.env[setting] = store.endpoint;
      const Bucket = setting.toLowerCase().replaceAll('_', '-');
      const s3 = createS3Client(readS3Style());
      await s3.send(new CreateBucketCommand({ Bucket }));
      await createS3ArtifactStore(s3, Bucket).put('a.json', Buffer.from('{}'), 'application/json');
      const files = createS3Bucket(createFileClient(readS3Style()), Bucket);
      expect(await files.stat('a.json')).toMatchObject({ bytes: 2 });
      expect(await files.openDownload('a.json')).toMatch(`${store.endpoint}/${Bucket}/a.json?`);
      s3.destroy();
    },
  );
});

describe('where requests go', () => {
  beforeEach(() => {
    Object.assign(process.env, {
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 'b',
    });
  });
  const placeOf = async (client: object, send: () => Promise<unknown>) => {
    let place = '';
    (client as ReturnType<typeof createSqsClient>).middlewareStack.add(
      () => async (args) => {
        const { hostname, path } = args.request as { readonly hostname: string; readonly path: string };
        place = hostname + path;
        return { response: {}, output: { $metadata: {} } } as never;
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    await send();
    return place;
  };

  test('queues are where their region has them', async () => {
    const sqs = createSqsClient();
    const queue = createSqsLeadQueue(sqs, 'https://sqs.eu-central-1.amazonaws.com/123456789012/scores');
    expect(await placeOf(sqs, () => queue.ping())).toBe('sqs.eu-central-1.amazonaws.com/');
  });

  // By a name: of an endpoint that is an address the SDK knows by itself that it has no bucket host names.
  test.each([
    ['path', 'store.example/bucket/a.json'],
    ['host', 'bucket.store.example/a.json'],
  ] as const)('buckets are addressed by %s as they are told to', async (style, place) => {
    process.env.AWS_ENDPOINT_URL = 'http://store.example:9000';
    for (const s3 of [createS3Client(style), createFileClient(style), createBucketClient(style)]) {
      expect(await placeOf(s3, () => createS3Bucket(s3, 'bucket').stat('a.json'))).toBe(place);
    }
  });

  test.each([
    ['host', {}],
    ['host', { AWS_ENDPOINT_URL: '', AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:1' }],
    ['path', { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }],
    ['path', { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1' }],
  ])('buckets are addressed by %s with %j', (style, environment) => {
    expect(readS3Style(environment)).toBe(style);
  });
});
