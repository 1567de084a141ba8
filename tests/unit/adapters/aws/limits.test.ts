import {
  createDynamoDbClient,
  createFileClient,
  createS3Client,
  createSqsClient,
  createStepFunctionsClient,
} from '../../../../lib/adapters/aws/aws-clients.ts';
import { createBucketClient, uploadFile } from '../../../../lib/adapters/aws/bucket-tools.ts';
import { createDynamoDbDeliveryStore } from '../../../../lib/adapters/aws/dynamodb-delivery-store.ts';
import { createDynamoDbJobStore } from '../../../../lib/adapters/aws/dynamodb-job-store.ts';
import { createDynamoDbRateCounter } from '../../../../lib/adapters/aws/dynamodb-key-store.ts';
import { createDynamoDbPredictionStore } from '../../../../lib/adapters/aws/dynamodb-prediction-store.ts';
import { createDynamoDbTrainingStore } from '../../../../lib/adapters/aws/dynamodb-training-store.ts';
import { groupParts } from '../../../../lib/adapters/aws/join-objects.ts';
import { createS3Bucket } from '../../../../lib/adapters/aws/s3-bucket.ts';
import { createSqsPostpone } from '../../../../lib/adapters/aws/sqs-webhook-queue.ts';
import { InputError, TransientError } from '../../../../lib/errors.ts';
import { stubSdk } from '../../../support/stub-sdk.ts';

const MIB = 2 ** 20;
const DAY = 86_400;
const at = new Date('2026-01-31T10:11:12.345Z');
const expiresAt = new Date('2026-03-02T10:11:12.345Z');
/** What DynamoDB's time to live reads: seconds since 1970. */
const EXPIRY = { N: String(Date.UTC(2026, 2, 2, 10, 11, 12) / 1000) };
const model = { name: 'leads', version: 'v1', sha256: 'ab' };

/** The settings of a client's connections. */
const settingsOf = async (client: {
  readonly config: { readonly maxAttempts: () => Promise<number>; readonly requestHandler: object };
}) => {
  const handler = client.config.requestHandler as {
    readonly configProvider: Promise<Record<string, unknown>>;
  };
  const { connectionTimeout, requestTimeout, httpsAgent } = await handler.configProvider;
  const { maxSockets } = httpsAgent as { readonly maxSockets: number };
  return { attempts: await client.config.maxAttempts(), connectionTimeout, requestTimeout, maxSockets };
};

test.each([
  ['DynamoDB', createDynamoDbClient],
  ['SQS', createSqsClient],
  ['S3', () => createS3Client('host')],
  ['Step Functions', createStepFunctionsClient],
])('%s: a call that hangs fails within the ten seconds of the API', async (_, create) => {
  const { attempts, connectionTimeout, requestTimeout } = await settingsOf(create() as never);
  expect([attempts, connectionTimeout, requestTimeout]).toEqual([3, 1000, 3000]);
});

test('files: a block has a minute, and as many connections as results are joined with', async () => {
  expect(await settingsOf(createFileClient('host') as never)).toEqual({
    attempts: 5,
    connectionTimeout: 1000,
    requestTimeout: 60_000,
    maxSockets: 100,
  });
});

/** What an update sets an attribute to or adds to it, or what its condition compares it with. */
function valueIn(
  input: {
    readonly UpdateExpression: string;
    readonly ConditionExpression?: string;
    readonly ExpressionAttributeNames: Record<string, string>;
    readonly ExpressionAttributeValues: Record<string, object>;
  },
  attribute: string,
  comparison?: '<=',
): object | undefined {
  const [name] = Object.entries(input.ExpressionAttributeNames).find(([, of]) => of === attribute) ?? [];
  const [text, sign] =
    comparison === undefined
      ? [input.UpdateExpression, '(?:=)?']
      : [input.ConditionExpression ?? '', comparison];
  const [, value = ''] = new RegExp(`${name} ${sign} ?(:\\w+)`).exec(text) ?? [];
  return input.ExpressionAttributeValues[value];
}

describe('what is stored is forgotten when it says', () => {
  const { client, calls } = stubSdk(createDynamoDbClient(), () => ({ Attributes: {} }));
  beforeEach(() => {
    calls.length = 0;
  });
  const store = createDynamoDbPredictionStore(client, 't');
  const jobs = createDynamoDbJobStore(client, 't');

  test('predictions and batches', async () => {
    const base = { id: 'i', createdAt: at, expiresAt, model };
    await store.create({ ...base, status: 'queued', lead: {} });
    await store.createBatch({ ...base, count: 1, rejected: [] });
    expect(calls.map(({ input }) => input.Item.expires_at)).toEqual([EXPIRY, EXPIRY]);
  });

  test('jobs, and what came of their chunks', async () => {
    const options = { encoding: 'utf-8', decimal: '.', reasons: 3 } as const;
    const source = { key: 'k', fileName: 'a.csv' };
    await jobs.create({ id: 'j', createdAt: at, expiresAt, model, source, options, status: 'queued' });
    const grades = { A: 0, B: 0, C: 0, D: 0 };
    const result = {
      number: 1,
      sourceBytes: 1,
      rows: 1,
      rejected: 0,
      bytes: 1,
      rejectedBytes: 0,
      skewBytes: 0,
      grades,
    };
    await jobs.recordChunk({ id: 'j', expiresAt }, result);
    expect(calls[0]!.input.Item.expires_at).toEqual(EXPIRY);
    expect(valueIn(calls[1]!.input, 'expires_at')).toEqual(EXPIRY);
  });

  test('what a key uses, ten minutes after its minute began', async () => {
    const minute = Date.UTC(2026, 0, 31, 10, 11) / 60_000;
    await createDynamoDbRateCounter(client, 't').take('key', minute, 'leads', 3, 60);
    const { input } = calls[0]!;
    expect([valueIn(input, 'expires_at'), valueIn(input, 'leads'), valueIn(input, 'leads', '<=')]).toEqual([
      { N: String(Date.UTC(2026, 0, 31, 10, 21) / 1000) },
      { N: '3' },
      { N: '57' },
    ]);
  });
});

describe('pages', () => {
  const { client, calls } = stubSdk(createDynamoDbClient(), () => ({ Items: [] }));
  beforeEach(() => {
    calls.length = 0;
  });
  const store = createDynamoDbPredictionStore(client, 't');

  test('what is open is asked for in eight shards, an eighth of it each', async () => {
    await store.listOpen(at, 100);
    expect(calls.map(({ input }) => input.Limit)).toEqual(Array(8).fill(13));
    const keys = calls.map(({ input }) => input.ExpressionAttributeValues[':key'].S);
    expect(keys).toEqual(Array.from({ length: 8 }, (_, shard) => `open#${shard}`));
  });

  test('webhooks are asked for by state, in eight shards each, a page at a time', async () => {
    const deliveries = createDynamoDbDeliveryStore(client, 't');
    const asked = () => calls.map(({ input }) => input.ExpressionAttributeValues[':key'].S);
    const shardsOf = (state: string) => Array.from({ length: 8 }, (_, shard) => `webhooks#${state}#${shard}`);
    await deliveries.list({ status: 'gave_up', limit: 50 });
    expect(asked()).toEqual(shardsOf('gave_up'));
    await deliveries.list({ limit: 50 });
    expect(asked().slice(8)).toEqual(['pending', 'delivered', 'stopped', 'gave_up'].flatMap(shardsOf));
    expect(new Set(calls.map(({ input }) => input.Limit))).toEqual(new Set([50]));
  });

  test('open jobs are asked for as many as are wanted', async () => {
    await createDynamoDbJobStore(client, 't').listOpen(at, 100);
    expect(calls[0]!.input).toMatchObject({
      Limit: 100,
      ExpressionAttributeValues: { ':since': { S: at.toISOString() } },
    });
  });

  test('predictions are looked for thirty days back, a page at a time', async () => {
    await store.list({ model: 'leads', order: 'newest', until: at, limit: 50 });
    const days = calls.map(({ input }) => input.ExpressionAttributeValues[':key'].S.split('#')[1]);
    const expected = Array.from({ length: 31 }, (_, day) =>
      new Date(at.getTime() - 1000 * DAY * day).toISOString().slice(0, 10),
    );
    expect([...new Set(days)]).toEqual(expected);
    expect(calls).toHaveLength(8 * 31);
    expect(new Set(calls.map(({ input }) => input.Limit))).toEqual(new Set([50]));
  });

  test('trainings are looked at a hundred at a time', async () => {
    await createDynamoDbTrainingStore(client, 't').list({ limit: 20 });
    expect(calls.map(({ input }) => input.Limit)).toEqual([100]);
  });
});

describe('queues', () => {
  test('a message comes back after so many seconds', async () => {
    const { client, calls } = stubSdk(createSqsClient(), () => ({}));
    const postpone = createSqsPostpone(client, 'https://sqs.test/q');
    for (const seconds of [1, 28_800]) await postpone('handle', seconds);
    expect(calls.map(({ input }) => input.VisibilityTimeout)).toEqual([1, 28_800]);
  });
});

describe('files', () => {
  test('are removed a thousand at a time', async () => {
    const { client, calls } = stubSdk(createFileClient('host'), () => ({}));
    await createS3Bucket(client, 'b').remove(Array.from({ length: 2001 }, (_, i) => `k${i}`));
    expect(calls.map(({ input }) => input.Delete.Objects.length)).toEqual([1000, 1000, 1]);
  });

  test('that could not be removed are tried again', async () => {
    const { client } = stubSdk(createFileClient('host'), () => ({
      Errors: [{ Key: 'k', Code: 'SlowDown' }],
    }));
    const removing = createS3Bucket(client, 'b').remove(['k']);
    await expect(removing).rejects.toThrow(TransientError);
    await expect(removing).rejects.toThrow('removing files failed: SlowDown');
  });

  test('of less than 5 MiB are joined with their neighbours, larger ones within S3', () => {
    const part = (bytes: number) => ({ key: `${bytes}`, bytes });
    const sizes = [5 * MIB, 5 * MIB - 1, 1, 5 * MIB, 3];
    expect(groupParts(sizes.map(part)).map((group) => group.map(({ bytes }) => bytes))).toEqual([
      [5 * MIB],
      [5 * MIB - 1, 1],
      [5 * MIB],
      [3],
    ]);
  });

  test('of more than 5 GiB are not sent from a terminal', async () => {
    const { client, calls } = stubSdk(createBucketClient('host'), () => ({}));
    const upload = { bucket: 'b', key: 'k', path: '/dev/null', contentType: 'text/csv' };
    await uploadFile(client, { ...upload, size: 5 * 2 ** 30 });
    await expect(uploadFile(client, { ...upload, size: 5 * 2 ** 30 + 1 })).rejects.toThrow(InputError);
    expect(calls.map(({ input }) => input.ContentLength)).toEqual([5 * 2 ** 30]);
  });
});
