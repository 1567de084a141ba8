import type { BatchGetItemCommandInput, BatchWriteItemCommandInput } from '@aws-sdk/client-dynamodb';
import type { SendMessageBatchCommandInput } from '@aws-sdk/client-sqs';
import { createDynamoDbClient, createSqsClient } from '../../../../lib/adapters/aws/aws-clients.ts';
import { batchGet } from '../../../../lib/adapters/aws/batch-get.ts';
import { createDynamoDbReferenceStore } from '../../../../lib/adapters/aws/dynamodb-reference-store.ts';
import { createSqsJobQueues } from '../../../../lib/adapters/aws/sqs-job-queues.ts';
import { TransientError } from '../../../../lib/errors.ts';
import { decodeJobChunk } from '../../../../lib/jobs/job-message.ts';
import { stubSdk } from '../../../support/stub-sdk.ts';

/** Keeps how long was waited. */
function makePause(random = 1) {
  const waits: number[] = [];
  const sleep = async (milliseconds: number) => {
    waits.push(milliseconds);
  };
  return { waits, pause: { sleep, random: () => random } };
}

const idsOf = ({ RequestItems }: BatchGetItemCommandInput): string[] =>
  RequestItems!.t!.Keys!.map(({ id }) => id!.S!);
const itemsOf = (ids: readonly string[]) => ids.map((id) => ({ id: { S: id } }));

describe('reading many items', () => {
  const table = (answer: (ids: string[], call: number) => { found: string[]; left: string[] }) =>
    stubSdk(createDynamoDbClient(), ({ input }, call) => {
      const { found, left } = answer(idsOf(input), call);
      return {
        Responses: { t: itemsOf(found) },
        UnprocessedKeys: left.length === 0 ? {} : { t: { Keys: itemsOf(left), ConsistentRead: true } },
      };
    });
  const read = async (client: ReturnType<typeof table>['client'], ids: string[], pause?: never | object) =>
    (
      await batchGet(client, 't', ids, {
        operation: 'reading chunks',
        consistent: true,
        ...(pause as { pause: never }),
      })
    ).map(({ id }) => id!.S!);

  test('what DynamoDB leaves is asked for again, later each time, and as consistently', async () => {
    const { client, calls } = table((ids, call) =>
      call < 5 ? { found: [], left: ids } : { found: ids, left: [] },
    );
    const { waits, pause } = makePause();
    expect(await read(client, ['a', 'b'], { pause })).toEqual(['a', 'b']);
    expect(waits).toEqual([100, 200, 400, 800]);
    expect(calls.map(({ input }) => input.RequestItems.t.ConsistentRead)).toEqual(Array(5).fill(true));
  });

  test('waits a random part of that, so that callers do not come back together', async () => {
    const { client } = table((ids, call) => (call < 3 ? { found: [], left: ids } : { found: ids, left: [] }));
    const { waits, pause } = makePause(0.25);
    await read(client, ['a'], { pause });
    expect(waits).toEqual([25, 50]);
  });

  test('a table that answers nothing is asked seven times, then the queue retries', async () => {
    const { client, calls } = table((ids) => ({ found: [], left: ids }));
    const { waits, pause } = makePause();
    const reading = read(client, ['a', 'b'], { pause });
    await expect(reading).rejects.toThrow(TransientError);
    await expect(reading).rejects.toThrow('reading chunks failed: AWS left 2 of 2 unprocessed');
    expect(calls).toHaveLength(7);
    expect(waits).toEqual([100, 200, 400, 800, 1000, 1000]);
  });

  test('an answer that brings some is followed by the rest, however often', async () => {
    const ids = Array.from({ length: 30 }, (_, i) => `id ${i}`);
    const { client, calls } = table(([first, ...rest]) => ({ found: [first!], left: rest }));
    const { waits, pause } = makePause();
    expect(await read(client, ids, { pause })).toEqual(ids);
    expect(calls).toHaveLength(30);
    expect(new Set(waits)).toEqual(new Set([50]));
  });

  test('an id that is named twice is asked for once, a hundred at a time', async () => {
    const ids = Array.from({ length: 250 }, (_, i) => `id ${i}`);
    const { client, calls } = table((asked) => ({ found: asked, left: [] }));
    expect((await read(client, [...ids, ...ids])).sort()).toEqual([...ids].sort());
    expect(calls.map(({ input }) => idsOf(input).length)).toEqual([100, 100, 50]);
  });
});

describe('writing many references', () => {
  const entry = (i: number) => ({
    reference: `lead ${i}`,
    createdAt: new Date(0),
    id: `id-${i}`,
    expiresAt: new Date(0),
  });
  const referencesOf = ({ RequestItems }: BatchWriteItemCommandInput) =>
    RequestItems!.t!.map(
      ({ PutRequest, DeleteRequest }) => (PutRequest?.Item ?? DeleteRequest!.Key!).reference!.S,
    );
  /** @param left how many of each call DynamoDB leaves */
  const table = (left: (call: number) => number) =>
    stubSdk(createDynamoDbClient(), ({ input }, call) => {
      const rest = input.RequestItems.t.slice(input.RequestItems.t.length - left(call));
      return { UnprocessedItems: rest.length === 0 ? {} : { t: rest } };
    });

  test.each(['add', 'remove'] as const)(
    '%s: what DynamoDB leaves is written again, and nothing else',
    async (act) => {
      const { client, calls } = table((call) => (call === 1 ? 2 : 0));
      const { waits, pause } = makePause();
      await createDynamoDbReferenceStore(client, 't', pause)[act]([1, 2, 3].map(entry));
      expect(calls.map(({ input }) => referencesOf(input))).toEqual([
        ['lead 1', 'lead 2', 'lead 3'],
        ['lead 2', 'lead 3'],
      ]);
      expect(waits).toEqual([50]);
    },
  );

  test('twenty-five at a time, and a table that takes nothing is given up', async () => {
    const many = table(() => 0);
    await createDynamoDbReferenceStore(many.client, 't').add(Array.from({ length: 60 }, (_, i) => entry(i)));
    expect(many.calls.map(({ input }) => referencesOf(input).length)).toEqual([25, 25, 10]);
    const { client, calls } = table(() => 1);
    const { pause } = makePause();
    await expect(createDynamoDbReferenceStore(client, 't', pause).add([entry(1)])).rejects.toThrow(
      'storing references failed: AWS left 1 of 1 unprocessed',
    );
    expect(calls).toHaveLength(7);
  });
});

describe('queueing many chunks', () => {
  const chunk = (number: number) => ({ jobId: 'j', number, from: 0, to: 9, line: 1, sourceBytes: 9 });
  const numbersOf = ({ Entries }: SendMessageBatchCommandInput) =>
    Entries!.map(({ MessageBody }) => decodeJobChunk(MessageBody!).number);
  const queuesOf = (failedIds: (call: number) => object[], pause?: object) => {
    const { client, calls } = stubSdk(createSqsClient(), (_, call) => ({ Failed: failedIds(call) }));
    const urls = { stepUrl: 'https://sqs.test/1/steps', chunkUrl: 'https://sqs.test/1/chunks' };
    return { queues: createSqsJobQueues(client, urls, pause as never), calls };
  };

  test('what SQS did not take is sent again, and nothing else', async () => {
    const { waits, pause } = makePause();
    const failed = [{ Id: '1', Code: 'InternalError' }, { Id: '2' }];
    const { queues, calls } = queuesOf((call) => (call === 1 ? failed : []), pause);
    await queues.sendChunks([1, 2, 3].map(chunk));
    expect(calls.map(({ input }) => numbersOf(input))).toEqual([
      [1, 2, 3],
      [2, 3],
    ]);
    expect(waits).toEqual([50]);
  });

  test('a queue that takes nothing is given up', async () => {
    const { waits, pause } = makePause();
    const { queues, calls } = queuesOf(() => [{ Id: '0', Code: 'ServiceUnavailable' }], pause);
    await expect(queues.sendChunks([chunk(1)])).rejects.toThrow(TransientError);
    expect(calls).toHaveLength(7);
    expect(waits).toHaveLength(6);
  });

  test('what SQS will never take is not sent again', async () => {
    const { pause } = makePause();
    const refused = { Id: '0', Code: 'InvalidMessageContents', SenderFault: true };
    const { queues, calls } = queuesOf(() => [refused], pause);
    await expect(queues.sendChunks([chunk(1), chunk(2)])).rejects.toThrow(
      'queueing chunks failed: InvalidMessageContents',
    );
    expect(calls).toHaveLength(1);
  });

  test('ten at a time', async () => {
    const { queues, calls } = queuesOf(() => []);
    await queues.sendChunks(Array.from({ length: 23 }, (_, i) => chunk(i)));
    expect(calls.map(({ input }) => numbersOf(input).length).sort()).toEqual([10, 10, 3]);
  });
});
