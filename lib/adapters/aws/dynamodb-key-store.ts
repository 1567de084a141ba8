import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { ApiKey } from '../../auth/api-key.ts';
import type { KeyStore, RateCounter, Use } from '../../auth/ports.ts';
import type { Scope } from '../../auth/scope.ts';
import { ConflictError, NotFoundError } from '../../errors.ts';
import { callAws } from './call-aws.ts';

type Item = Record<string, AttributeValue>;

/** The partition of the registry's table that holds the keys; no model can be called so. */
const KEYS = '#keys';
const keyOf = (id: string): Item => ({ pk: { S: KEYS }, sk: { S: id } });

/** API keys, by their ids; of a secret there is its hash only. */
export function createDynamoDbKeyStore(client: DynamoDBClient, table: string): KeyStore {
  const store: KeyStore = {
    async add(key) {
      const command = new PutItemCommand({
        TableName: table,
        Item: toItem(key),
        ConditionExpression: 'attribute_not_exists(pk)',
      });
      await callAws('adding a key', () => client.send(command), {
        ConditionalCheckFailedException() {
          throw new ConflictError(`the key ${key.id} exists already`);
        },
      });
    },

    async get(id) {
      const { Item } = await callAws('reading a key', () =>
        client.send(new GetItemCommand({ TableName: table, Key: keyOf(id) })),
      );
      return Item && fromItem(Item);
    },

    async list() {
      const input = {
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: KEYS } },
        ConsistentRead: true,
      };
      const keys = await callAws('listing keys', async () => {
        const items: Item[] = [];
        for await (const page of paginateQuery({ client }, input)) items.push(...(page.Items ?? []));
        return items.map(fromItem);
      });
      return keys.sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
    },

    async revoke(id, at, by) {
      const command = new UpdateItemCommand({
        TableName: table,
        Key: keyOf(id),
        UpdateExpression: `SET revoked_at = :at${by === undefined ? '' : ', revoked_by = :by'}`,
        ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(revoked_at)',
        ExpressionAttributeValues: {
          ':at': { S: at.toISOString() },
          ...(by === undefined ? {} : { ':by': { S: by } }),
        },
      });
      await callAws('revoking a key', () => client.send(command), {
        ConditionalCheckFailedException: () => requireKey(id),
      });
    },
  };
  return store;

  /** It was revoked before: that stays. @throws {NotFoundError} there is none */
  async function requireKey(id: string): Promise<undefined> {
    if ((await store.get(id)) === undefined) throw new NotFoundError(`there is no key ${id}`);
  }
}

/** A minute's count is of no use soon after. */
const KEPT_SECONDS = 600;

/** Counts in the predictions' table, whose time to live clears old counts away; one write, whatever the amount. */
export function createDynamoDbRateCounter(client: DynamoDBClient, table: string): RateCounter {
  return {
    async take(keyId, minute, use, amount, most) {
      if (amount > most) return false;
      const command = new UpdateItemCommand({
        TableName: table,
        Key: { id: { S: `rate#${keyId}#${minute}` } },
        UpdateExpression: 'ADD #use :amount SET expires_at = :expires_at',
        ConditionExpression: 'attribute_not_exists(#use) OR #use <= :before',
        ExpressionAttributeNames: { '#use': ATTRIBUTES[use] },
        ExpressionAttributeValues: {
          ':amount': { N: String(amount) },
          ':before': { N: String(most - amount) },
          ':expires_at': { N: String(60 * minute + KEPT_SECONDS) },
        },
      });
      return callAws('counting what a key uses', () => client.send(command).then(() => true), {
        ConditionalCheckFailedException: () => false,
      });
    },
  };
}

/** Not `requests`: earlier releases count every request under that name. */
const ATTRIBUTES: Readonly<Record<Use, string>> = { leads: 'leads', requests: 'other_requests' };

function toItem({
  id,
  name,
  scope,
  sha256,
  createdAt,
  createdBy,
  ratePerMinute,
  revokedAt,
  revokedBy,
}: ApiKey): Item {
  return {
    ...keyOf(id),
    key_name: { S: name },
    key_scope: { S: scope },
    sha256: { S: sha256 },
    created_at: { S: createdAt.toISOString() },
    created_by: { S: createdBy },
    ...(ratePerMinute === undefined ? {} : { rate_per_minute: { N: String(ratePerMinute) } }),
    ...(revokedAt === undefined ? {} : { revoked_at: { S: revokedAt.toISOString() } }),
    ...(revokedBy === undefined ? {} : { revoked_by: { S: revokedBy } }),
  };
}

function fromItem(item: Item): ApiKey {
  const text = (name: string): string => item[name]?.S ?? '';
  return {
    id: text('sk'),
    name: text('key_name'),
    scope: text('key_scope') as Scope,
    sha256: text('sha256'),
    createdAt: new Date(text('created_at')),
    createdBy: text('created_by'),
    ...(item.rate_per_minute?.N === undefined ? {} : { ratePerMinute: Number(item.rate_per_minute.N) }),
    ...(item.revoked_at?.S === undefined ? {} : { revokedAt: new Date(item.revoked_at.S) }),
    ...(item.revoked_by?.S === undefined ? {} : { revokedBy: item.revoked_by.S }),
  };
}
