import {
  type AttributeValue,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  type GlobalSecondaryIndexDescription,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';

type Item = Record<string, AttributeValue>;

/** What AWS would bill for the calls of the SDK. */
export interface Bill {
  readonly tableWriteUnits: number;
  /** Of the global secondary indexes. */
  readonly indexWriteUnits: number;
  readonly readUnits: number;
  /** A call and, of a message, each further 64 KB. */
  readonly sqsRequests: number;
  readonly s3Gets: number;
  /** Bodies of the messages that were sent. */
  readonly messages: readonly string[];
}

const NOTHING: Bill = {
  tableWriteUnits: 0,
  indexWriteUnits: 0,
  readUnits: 0,
  sqsRequests: 0,
  s3Gets: 0,
  messages: [],
};
type Send = (this: unknown, command: unknown, ...rest: unknown[]) => Promise<unknown>;
/** As the SDK has it. */
const SEND_DYNAMODB = DynamoDBClient.prototype.send as unknown as Send;
const SDK_CLIENTS = [DynamoDBClient, SQSClient, S3Client] as const;

/**
 * Bills every call of every SDK client from now on, by the rules of the services' pricing pages: the emulators do not
 * count what an index costs. A call without a rule here is an error, so that a new one cannot be forgotten.
 *
 * @returns `take`, what was called since it was last asked, and `restore`
 */
export function billCalls() {
  const sendOf = SDK_CLIENTS.map((client) => [client, client.prototype.send as unknown as Send] as const);
  const tables = new Map<string, Promise<TableDescription>>();
  let bill = NOTHING;
  const add = (part: Partial<Bill>) => {
    bill = Object.fromEntries(
      Object.entries(bill).map(([name, value]) => {
        const more = part[name as keyof Bill] ?? (Array.isArray(value) ? [] : 0);
        return [name, Array.isArray(value) ? [...value, ...(more as string[])] : value + (more as number)];
      }),
    ) as unknown as Bill;
  };

  const describe = (client: DynamoDBClient, name: string): Promise<TableDescription> => {
    const described = tables.get(name) ?? describeTable(client, name);
    tables.set(name, described);
    return described;
  };

  async function billWrite(client: DynamoDBClient, input: WriteInput, write: () => Promise<unknown>) {
    const table = await describe(client, input.TableName);
    const names = table.KeySchema!.map(({ AttributeName }) => AttributeName!);
    const key = pick(input.Key ?? input.Item!, names);
    const before = await readItem(client, input.TableName, key);
    const written = await write().catch((error: unknown) => {
      // DynamoDB Developer Guide, "Condition expressions": a refused write is billed as well.
      if (nameOf(error) === 'ConditionalCheckFailedException')
        add(writeUnits({ KeySchema: [] }, before, before));
      throw error;
    });
    add(writeUnits(table, before, input.Item ?? (await readItem(client, input.TableName, key))));
    return written;
  }

  const rules: Record<
    string,
    (client: never, input: never, call: () => Promise<unknown>) => Promise<unknown>
  > = {
    PutItemCommand: billWrite,
    UpdateItemCommand: billWrite,
    DeleteItemCommand: billWrite,
    async GetItemCommand(_client, { ConsistentRead }: { ConsistentRead?: boolean }, call) {
      const answer = (await call()) as { Item?: Item };
      add({ readUnits: readUnits(answer.Item, ConsistentRead) });
      return answer;
    },
    async QueryCommand(_client, { ConsistentRead }: { ConsistentRead?: boolean }, call) {
      const answer = (await call()) as { Items?: Item[] };
      add({ readUnits: queryUnits(answer.Items, ConsistentRead) });
      return answer;
    },
    async BatchGetItemCommand(_client, input: BatchGetInput, call) {
      const answer = (await call()) as { Responses?: Record<string, Item[]> };
      for (const [table, { Keys, ConsistentRead }] of Object.entries(input.RequestItems)) {
        const found = answer.Responses?.[table] ?? [];
        const each = Keys.map((_, i) => readUnits(found[i], ConsistentRead));
        add({ readUnits: each.reduce((sum, units) => sum + units, 0) });
      }
      return answer;
    },
    async BatchWriteItemCommand(client: DynamoDBClient, { RequestItems }: BatchWriteInput, call) {
      for (const [TableName, requests] of Object.entries(RequestItems))
        for (const { PutRequest, DeleteRequest } of requests)
          await billWrite(client, { TableName, ...PutRequest, ...DeleteRequest }, async () => undefined);
      return call();
    },
    async SendMessageCommand(_client, { MessageBody: body }: { MessageBody: string }, call) {
      add({ sqsRequests: chunksOf64(body), messages: [body] });
      return call();
    },
    async GetQueueAttributesCommand(_client, _input, call) {
      add({ sqsRequests: 1 });
      return call();
    },
    async GetObjectCommand(_client, _input, call) {
      add({ s3Gets: 1 });
      return call();
    },
  };

  const replace = (client: (typeof SDK_CLIENTS)[number], send: Send) => {
    client.prototype.send = send as never;
  };
  for (const [client, send] of sendOf) {
    replace(client, function billed(command, ...rest) {
      const { name } = (command as object).constructor;
      const rule = rules[name];
      if (rule === undefined) throw new Error(`expected a rule for ${name}; add it here`);
      const { input } = command as { readonly input: never };
      return rule(this as never, input, () => send.call(this, command, ...rest));
    });
  }
  return {
    take(): Bill {
      const taken = bill;
      bill = NOTHING;
      return taken;
    },
    restore() {
      for (const [client, send] of sendOf) replace(client, send);
    },
  };
}

const nameOf = (error: unknown) => (error as Error).name;

interface WriteInput {
  readonly TableName: string;
  readonly Key?: Item;
  readonly Item?: Item;
}

interface BatchWriteInput {
  readonly RequestItems: Record<
    string,
    readonly {
      readonly PutRequest?: { readonly Item: Item };
      readonly DeleteRequest?: { readonly Key: Item };
    }[]
  >;
}

interface BatchGetInput {
  readonly RequestItems: Record<
    string,
    { readonly Keys: readonly Item[]; readonly ConsistentRead?: boolean }
  >;
}

/** SQS bills each 64 KB of a message as a request. */
export const chunksOf64 = (body: string): number => Math.ceil(Buffer.byteLength(body) / 65_536);

/** What an item takes in the table, and in its indexes, without the overhead that storage is billed with. */
const itemBytes = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0);

/** Billed on top of what an item, or an entry of an index, holds. */
const OVERHEAD_BYTES = 100;

/** What items take in the table and in its indexes. Not billed. */
export async function countStored(name: string, keys: readonly (string | Item)[]) {
  const client = new DynamoDBClient();
  const table = await describeTable(client, name);
  const stored = { tableBytes: 0, indexBytes: 0 };
  for (const key of keys) {
    const item = (await readItem(client, name, typeof key === 'string' ? { id: { S: key } } : key))!;
    stored.tableBytes += itemBytes(item) + OVERHEAD_BYTES;
    for (const index of table.GlobalSecondaryIndexes ?? []) {
      const entry = entryOf(item, keysOf(table, index));
      if (entry !== undefined) stored.indexBytes += itemBytes(entry) + OVERHEAD_BYTES;
    }
  }
  client.destroy();
  return stored;
}

async function describeTable(client: DynamoDBClient, TableName: string): Promise<TableDescription> {
  const answer = await SEND_DYNAMODB.call(client, new DescribeTableCommand({ TableName }));
  return (answer as { Table: TableDescription }).Table;
}

async function readItem(client: DynamoDBClient, TableName: string, Key: Item): Promise<Item | undefined> {
  const command = new GetItemCommand({ TableName, Key, ConsistentRead: true });
  return ((await SEND_DYNAMODB.call(client, command)) as { Item?: Item }).Item;
}

function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  // About: two digits a byte, and one more.
  if (value.N !== undefined) return Math.ceil(value.N.length / 2) + 1;
  // A list, and each of its values, has bytes of its own.
  if (value.L !== undefined) return value.L.reduce((sum, each) => sum + valueBytes(each) + 1, 3);
  throw new Error(`expected text, a number or a list, got ${Object.keys(value)}`);
}

/** A read of up to 4 KB is one unit, half of one when it may be stale; one that finds nothing costs as much. */
const readUnits = (item: Item | undefined, isConsistent = false): number =>
  Math.max(1, Math.ceil(item === undefined ? 0 : itemBytes(item) / 4096)) * (isConsistent ? 1 : 0.5);

/** A query is billed for all that it finds together. */
const queryUnits = (items: readonly Item[] = [], isConsistent = false): number =>
  Math.max(1, Math.ceil(items.reduce((sum, item) => sum + itemBytes(item), 0) / 4096)) *
  (isConsistent ? 1 : 0.5);

const kilobytes = (item: Item): number => Math.ceil(itemBytes(item) / 1024);

/** The table bills the larger of what was there and what is; an index each entry that comes, goes or changes. */
function writeUnits(table: TableDescription, before: Item | undefined, after: Item | undefined) {
  const versions = [before, after].filter((item) => item !== undefined);
  let indexWriteUnits = 0;
  for (const index of table.GlobalSecondaryIndexes ?? []) {
    if (index.Projection?.ProjectionType !== 'KEYS_ONLY') throw new Error('expected keys only');
    const [old, present] = [before, after].map((item) => entryOf(item, keysOf(table, index)));
    if (JSON.stringify(old) === JSON.stringify(present)) continue;
    // A changed key is an entry that goes and one that comes.
    indexWriteUnits += [old, present].reduce((sum, entry) => sum + (entry ? kilobytes(entry) : 0), 0);
  }
  return { tableWriteUnits: Math.max(1, ...versions.map(kilobytes)), indexWriteUnits };
}

const keysOf = (table: TableDescription, index: GlobalSecondaryIndexDescription): string[] =>
  [...table.KeySchema!, ...index.KeySchema!].map(({ AttributeName }) => AttributeName!);

/** Undefined when a key is missing: it does not stand in the index. */
function entryOf(item: Item | undefined, names: readonly string[]): Item | undefined {
  return item !== undefined && names.every((name) => name in item) ? pick(item, names) : undefined;
}

const pick = (item: Item, names: readonly string[]): Item =>
  Object.fromEntries(names.map((name) => [name, item[name]!]));
