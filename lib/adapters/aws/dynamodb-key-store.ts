import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ApiKey } from '../../auth/api-key.ts';
import type { KeyStore, RateCounter, Use } from '../../auth/ports.ts';
import type { Scope } from '../../auth/scope.ts';
import { ConflictError, NotFoundError } from '../../errors.ts';
import { asDate, type Item, readItem, toAttributes } from './item.ts';
import { openTable } from './table.ts';

/** The partition of the registry's table that holds the keys; no model can be called so. */
const KEYS = '#keys';
const keyOf = (id: string): Item => ({ pk: { S: KEYS }, sk: { S: id } });

/** API keys, by their ids; of a secret there is its hash only. */
export function createDynamoDbKeyStore(client: DynamoDBClient, name: string): KeyStore {
  const table = openTable(client, name, 'pk');
  const store: KeyStore = {
    async add(key) {
      if (!(await table.insert('adding a key', toItem(key))))
        throw new ConflictError(`the key ${key.id} exists already`);
    },

    async get(id) {
      const item = await table.get('reading a key', keyOf(id), { consistent: false });
      return item && fromItem(item);
    },

    async list() {
      const keys = (await table.queryAll('listing keys', KEYS)).map(fromItem);
      return keys.sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
    },

    async revoke(id, at, by) {
      const revoked = await table.update('revoking a key', keyOf(id), {
        set: toAttributes({ revoked_at: at, revoked_by: by }),
        when: [
          ['exists', 'pk'],
          ['absent', 'revoked_at'],
        ],
      });
      // It was revoked before: that stays.
      if (revoked === undefined && (await store.get(id)) === undefined)
        throw new NotFoundError(`there is no key ${id}`);
    },
  };
  return store;
}

/** A minute's count is of no use soon after. */
const KEPT_SECONDS = 600;

/** Counts in the predictions' table, whose time to live clears old counts away; one write, whatever the amount, and a read more when it is refused. */
export function createDynamoDbRateCounter(client: DynamoDBClient, name: string): RateCounter {
  const table = openTable(client, name, 'id');
  return {
    async take(keyId, minute, use, amount, most) {
      const key = { id: { S: `rate#${keyId}#${minute}` } };
      const usedOf = (item: Item | undefined) => Number(item?.[ATTRIBUTES[use]]?.N ?? 0);
      const written =
        amount > most
          ? undefined
          : await table.update('counting what a key uses', key, {
              add: toAttributes({ [ATTRIBUTES[use]]: amount }),
              set: toAttributes({ expires_at: 60 * minute + KEPT_SECONDS }),
              when: [['atMost', ATTRIBUTES[use], most - amount]],
              returns: 'UPDATED_NEW',
            });
      if (written !== undefined) return { taken: true, used: usedOf(written) };
      // Only what is refused costs a read more.
      return { taken: false, used: usedOf(await table.get('reading what a key has used', key)) };
    },
  };
}

/** Not `requests`: earlier releases count every request under that name. */
const ATTRIBUTES: Readonly<Record<Use, string>> = { leads: 'leads', requests: 'other_requests' };

const toItem = (key: ApiKey): Item => ({
  ...keyOf(key.id),
  ...toAttributes({
    key_name: key.name,
    key_scope: key.scope,
    sha256: key.sha256,
    created_at: key.createdAt,
    created_by: key.createdBy,
    rate_per_minute: key.ratePerMinute,
    revoked_at: key.revokedAt,
    revoked_by: key.revokedBy,
  }),
});

function fromItem(item: Item): ApiKey {
  const { text, date, optional } = readItem(item);
  return {
    id: text('sk'),
    name: text('key_name'),
    scope: text('key_scope') as Scope,
    sha256: text('sha256'),
    createdAt: date('created_at'),
    createdBy: text('created_by'),
    ...optional('rate_per_minute', 'ratePerMinute', Number),
    ...optional('revoked_at', 'revokedAt', asDate),
    ...optional('revoked_by', 'revokedBy', String),
  };
}
