import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ConflictError } from '../../errors.ts';
import type { PredictionStore } from '../../prediction/ports.ts';
import { getMany } from './get-many.ts';
import type { Item } from './item.ts';
import { listPredictions } from './list-predictions.ts';
import {
  BATCH,
  batchFromItem,
  batchToItem,
  ERASURE,
  fromItem,
  OPEN_ATTRIBUTES,
  OPEN_KEYS,
  openKey,
  outcomeAttributes,
  toItem,
} from './prediction-item.ts';
import { listRecent } from './recent-partitions.ts';
import { openSince, openTable } from './table.ts';
import { addAttempt, resend } from './webhook-item.ts';

export function createDynamoDbPredictionStore(client: DynamoDBClient, name: string): PredictionStore {
  const table = openTable(client, name, 'id');
  const keyOf = (id: string) => ({ id: { S: id } });

  const insert = async (id: string, item: Item) => {
    if (!(await table.insert('storing a prediction', item))) throw new ConflictError(`${id} exists already`);
  };

  return {
    create: (prediction) => insert(prediction.id, toItem(prediction)),

    createBatch: (batch) => insert(batch.id, batchToItem(batch)),

    async getBatch(id) {
      const item = await table.get('reading a batch', keyOf(id));
      return item?.status?.S === BATCH ? batchFromItem(item) : undefined;
    },

    getMany: (ids, { asOfLastWrite = false } = {}) => getMany(client, name, ids, asOfLastWrite),

    addWebhookAttempt: (id, attempt, state) => addAttempt(table, id, attempt, state),

    resendWebhook: (id, at) => resend(table, id, at),

    async get(id) {
      const item = await table.get('reading a prediction', keyOf(id));
      return item === undefined || item.status?.S === BATCH ? undefined : fromItem(item);
    },

    async complete(id, outcome) {
      const completed = await table.update('completing a prediction', keyOf(id), {
        set: outcomeAttributes(outcome),
        remove: OPEN_ATTRIBUTES,
        when: [['in', 'status', ['queued']]],
      });
      return completed !== undefined;
    },

    async erase(id) {
      const erased = await table.update('erasing a prediction', keyOf(id), {
        ...ERASURE,
        when: [
          ['exists', 'id'],
          ['not', 'status', BATCH],
        ],
      });
      return erased !== undefined;
    },

    async eraseBatch(id) {
      const erased = await table.update('erasing a batch', keyOf(id), {
        ...ERASURE,
        when: [['in', 'status', [BATCH, 'erased']]],
      });
      return erased !== undefined;
    },

    listBatches: (query) =>
      listRecent(client, name, 'batches', query, (item) =>
        item.status?.S === BATCH ? batchFromItem(item) : undefined,
      ),

    list: (query) => listPredictions(client, name, query),

    async listOpen(since, limit) {
      const most = Math.ceil(limit / OPEN_KEYS.length);
      const shards = await Promise.all(
        OPEN_KEYS.map((key) => table.query('listing what is open', openSince(key, since, most))),
      );
      // An index may hold two entries of one item.
      return [...new Set(shards.flatMap(({ items }) => items.map(({ id }) => id!.S!)))];
    },

    async defer(id, at) {
      const deferred = await table.update('deferring a prediction', keyOf(id), {
        set: { open_since: { S: at.toISOString() } },
        add: { times_deferred: { N: '1' } },
        when: [['in', 'open_key', [openKey(id)]]],
        returns: 'UPDATED_NEW',
      });
      return deferred && Number(deferred.times_deferred?.N);
    },

    async closeBatch(id) {
      await table.update('closing a batch', keyOf(id), {
        remove: OPEN_ATTRIBUTES,
        when: [
          ['in', 'status', [BATCH]],
          // Once its webhook is attempted, the batch stands elsewhere in the index, and stays there.
          ['in', 'open_key', [openKey(id)]],
        ],
      });
    },

    async ping() {
      await table.get('reaching the prediction store', keyOf('ping'), { consistent: false });
    },
  };
}
