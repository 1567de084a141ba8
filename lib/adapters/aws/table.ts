import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
  QueryCommand,
  type QueryCommandInput,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { callAws } from './call-aws.ts';
import type { Item } from './item.ts';

/** What must hold for a write; all of them. `atMost` and `before` hold without the attribute, too. */
export type Condition =
  | readonly ['exists' | 'absent', attribute: string]
  | readonly ['in', attribute: string, values: readonly string[]]
  | readonly ['not', attribute: string, value: string]
  | readonly ['atMost', attribute: string, value: number]
  /** Text that stands before this in the order of its bytes. */
  | readonly ['before', attribute: string, value: string];

/** A change of an item; what is not named stays. */
export interface Update {
  readonly set?: Item;
  /** Attribute → the attribute whose value it gets. */
  readonly copy?: Readonly<Record<string, string>>;
  /** Values behind those of a list. */
  readonly append?: Readonly<Record<string, readonly AttributeValue[]>>;
  /** Numbers, or members of sets. */
  readonly add?: Item;
  readonly remove?: readonly string[];
  readonly when?: readonly Condition[];
  readonly returns?: 'ALL_NEW' | 'UPDATED_NEW';
}

/** Calls of one table. The first parameter of each is for messages, such as `reading a job`. */
export interface Table {
  /** As of the last completed write, unless told otherwise. */
  get(operation: string, key: Item, options?: { readonly consistent: boolean }): Promise<Item | undefined>;
  put(operation: string, item: Item): Promise<void>;
  /** False, changing nothing: an item has this key. */
  insert(operation: string, item: Item): Promise<boolean>;
  /** What the update returns; undefined, changing nothing: a condition does not hold. */
  update(operation: string, key: Item, update: Update): Promise<Item | undefined>;
  /** Removes an item, unless a condition does not hold; that there is none is no error. */
  remove(operation: string, key: Item, when?: readonly Condition[]): Promise<void>;
  /** One page. */
  query(
    operation: string,
    input: Omit<QueryCommandInput, 'TableName'>,
  ): Promise<{ readonly items: readonly Item[]; readonly last: Item | undefined }>;
  /** All items of a partition whose sort key begins so, ascending, as of the last completed write. */
  queryAll(operation: string, partition: string, prefix?: string): Promise<Item[]>;
}

/** @param partitionKey name of the attribute that every item has */
export function openTable(
  client: DynamoDBClient,
  TableName: string,
  partitionKey: 'id' | 'pk' | 'reference',
): Table {
  const refused = { ConditionalCheckFailedException: () => undefined };
  return {
    async get(operation, Key, { consistent } = { consistent: true }) {
      const command = new GetItemCommand({ TableName, Key, ConsistentRead: consistent });
      return (await callAws(operation, () => client.send(command))).Item;
    },

    async put(operation, Item) {
      await callAws(operation, () => client.send(new PutItemCommand({ TableName, Item })));
    },

    async insert(operation, Item) {
      const ConditionExpression = `attribute_not_exists(${partitionKey})`;
      const command = new PutItemCommand({ TableName, Item, ConditionExpression });
      return (await callAws(operation, () => client.send(command), refused)) !== undefined;
    },

    async update(operation, Key, update) {
      const command = new UpdateItemCommand({ TableName, Key, ...updateExpression(update) });
      const written = await callAws(operation, () => client.send(command), refused);
      return written && (written.Attributes ?? {});
    },

    async remove(operation, Key, when = []) {
      const { UpdateExpression: _, ...condition } = updateExpression({ when });
      const command = new DeleteItemCommand({ TableName, Key, ...(when.length === 0 ? {} : condition) });
      await callAws(operation, () => client.send(command), refused);
    },

    async query(operation, input) {
      const command = new QueryCommand({ TableName, ...input });
      const { Items = [], LastEvaluatedKey } = await callAws(operation, () => client.send(command));
      return { items: Items, last: LastEvaluatedKey };
    },

    async queryAll(operation, partition, prefix) {
      const all: Item[] = [];
      const input = { TableName, ...partitionOf(partition, prefix) };
      await callAws(operation, async () => {
        for await (const { Items = [] } of paginateQuery({ client }, input)) all.push(...Items);
      });
      return all;
    },
  };
}

/** The items of a partition whose sort key begins so, as of the last completed write. */
export const partitionOf = (partition: string, prefix?: string) => ({
  KeyConditionExpression: `pk = :pk${prefix === undefined ? '' : ' AND begins_with(sk, :prefix)'}`,
  ExpressionAttributeValues: {
    ':pk': { S: partition },
    ...(prefix === undefined ? {} : { ':prefix': { S: prefix } }),
  },
  ConsistentRead: true,
});

/** The items of an index of what is open, under this key and since then or longer, the oldest first. */
export const openSince = (key: string, since: Date, limit: number) => ({
  IndexName: 'open',
  KeyConditionExpression: 'open_key = :key AND open_since <= :since',
  ExpressionAttributeValues: { ':key': { S: key }, ':since': { S: since.toISOString() } },
  Limit: limit,
});

/** Every name and value stands behind a placeholder: hundreds of words are reserved in expressions. */
function updateExpression({
  set = {},
  copy = {},
  append = {},
  add = {},
  remove = [],
  when = [],
  returns,
}: Update) {
  const names: Record<string, string> = {};
  const values: Item = {};
  const name = (attribute: string): string => {
    const known = Object.keys(names).find((placeholder) => names[placeholder] === attribute);
    const placeholder = known ?? `#n${Object.keys(names).length}`;
    names[placeholder] = attribute;
    return placeholder;
  };
  const value = (of: AttributeValue): string => {
    const placeholder = `:v${Object.keys(values).length}`;
    values[placeholder] = of;
    return placeholder;
  };
  const clause = (verb: string, parts: readonly string[]) =>
    parts.length === 0 ? [] : [`${verb} ${parts.join(', ')}`];
  const sets = [
    ...Object.entries(set).map(([attribute, to]) => `${name(attribute)} = ${value(to)}`),
    ...Object.entries(copy).map(([attribute, from]) => `${name(attribute)} = ${name(from)}`),
    ...Object.entries(append).map(([attribute, behind]) => {
      const list = name(attribute);
      return `${list} = list_append(${list}, ${value({ L: [...behind] })})`;
    }),
  ];
  const test = (condition: Condition): string => {
    const attribute = name(condition[1]);
    switch (condition[0]) {
      case 'exists':
        return `attribute_exists(${attribute})`;
      case 'absent':
        return `attribute_not_exists(${attribute})`;
      case 'in':
        return `${attribute} IN (${condition[2].map((S) => value({ S })).join(', ')})`;
      case 'not':
        return `${attribute} <> ${value({ S: condition[2] })}`;
      case 'atMost':
        return `(attribute_not_exists(${attribute}) OR ${attribute} <= ${value({ N: String(condition[2]) })})`;
      case 'before':
        return `(attribute_not_exists(${attribute}) OR ${attribute} < ${value({ S: condition[2] })})`;
    }
  };
  const UpdateExpression = [
    ...clause('SET', sets),
    ...clause('REMOVE', remove.map(name)),
    ...clause(
      'ADD',
      Object.entries(add).map(([attribute, by]) => `${name(attribute)} ${value(by)}`),
    ),
  ].join(' ');
  const ConditionExpression = when.map(test).join(' AND ');
  return {
    UpdateExpression,
    ...(when.length === 0 ? {} : { ConditionExpression }),
    ExpressionAttributeNames: names,
    ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values }),
    ...(returns === undefined ? {} : { ReturnValues: returns }),
  };
}
