import { BatchWriteItemCommand, type DynamoDBClient, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { InputError } from '../../errors.ts';
import { forAll } from '../../for-all.ts';
import type { ReferenceEntry, ReferenceStore } from '../../prediction/ports.ts';
import { callAws } from './call-aws.ts';
import { type Item, readItem, secondsOf, toAttributes } from './item.ts';
import { type Pause, retryRest } from './retry-rest.ts';
import { openTable } from './table.ts';

/** BatchWriteItem takes no more. */
const MOST_WRITES = 25;
/** Calls at a time: a batch of 1,000 leads takes four rounds. */
const AT_ONCE = 10;

type Place = Pick<ReferenceEntry, 'reference' | 'createdAt' | 'id'>;

/** @param pause how it waits before what DynamoDB, throttled, has left is written again */
export function createDynamoDbReferenceStore(
  client: DynamoDBClient,
  name: string,
  pause?: Pause,
): ReferenceStore {
  const table = openTable(client, name, 'reference');

  const write = async (operation: string, requests: readonly WriteRequest[]) => {
    const groups = Array.from({ length: Math.ceil(requests.length / MOST_WRITES) }, (_, i) =>
      requests.slice(i * MOST_WRITES, (i + 1) * MOST_WRITES),
    );
    const writeSome = async (left: readonly WriteRequest[]): Promise<readonly WriteRequest[]> => {
      const command = new BatchWriteItemCommand({ RequestItems: { [name]: [...left] } });
      const { UnprocessedItems = {} } = await callAws(operation, () => client.send(command));
      return UnprocessedItems[name] ?? [];
    };
    await forAll(groups, AT_ONCE, (group) => retryRest(operation, group, writeSome, pause), 'stop');
  };

  return {
    add: (entries) =>
      write(
        'storing references',
        entries.map((entry) => ({ PutRequest: { Item: toItem(entry) } })),
      ),

    async list({ reference, limit, cursor }) {
      const before = cursor === undefined ? undefined : readCursor(cursor);
      const { items, last } = await table.query('listing by reference', {
        KeyConditionExpression: `#reference = :reference${before === undefined ? '' : ' AND created_id < :before'}`,
        ExpressionAttributeNames: { '#reference': 'reference' },
        ExpressionAttributeValues: {
          ':reference': { S: reference },
          ...(before === undefined ? {} : { ':before': { S: before } }),
        },
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: limit,
      });
      const end = last?.created_id?.S;
      return { entries: items.map(fromItem), ...(end === undefined ? {} : { next: writeCursor(end) }) };
    },

    remove: (entries) =>
      write(
        'removing references',
        entries.map((entry) => ({ DeleteRequest: { Key: keyOf(entry) } })),
      ),
  };
}

/** Sorts by time, and a prediction has one of its own. */
const keyOf = ({ reference, createdAt, id }: Place): Item => ({
  reference: { S: reference },
  created_id: { S: `${createdAt.toISOString()}#${id}` },
});

const toItem = (entry: ReferenceEntry): Item => ({
  ...keyOf(entry),
  ...toAttributes({ expires_at: secondsOf(entry.expiresAt), request_sha256: entry.requestSha256 }),
});

function fromItem(item: Item): ReferenceEntry {
  const { text, seconds, optional } = readItem(item);
  const [createdAt = '', id = ''] = text('created_id').split('#');
  return {
    reference: text('reference'),
    createdAt: new Date(createdAt),
    id,
    expiresAt: seconds('expires_at'),
    ...optional('request_sha256', 'requestSha256', String),
  };
}

const writeCursor = (key: string): string => Buffer.from(key).toString('base64url');

const SORT_KEY = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z#[\w-]{1,64}$/;

/** @throws {InputError} `writeCursor` did not write it */
function readCursor(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString();
  if (SORT_KEY.test(key)) return key;
  throw new InputError('expected the cursor of an earlier page');
}
