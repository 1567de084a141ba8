import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { WEBHOOK_STATES } from '../../contract/words.ts';
import { InputError } from '../../errors.ts';
import type { Delivery, DeliveryStore } from '../../webhook/ports.ts';
import { stateOf } from '../../webhook/webhook.ts';
import { batchGet } from './batch-get.ts';
import { type Item, readItem } from './item.ts';
import { jobItemId } from './job-item.ts';
import { BATCH } from './prediction-item.ts';
import { openTable } from './table.ts';
import { deliveryKeys, readWebhook } from './webhook-item.ts';

/** The table of predictions holds batches and jobs, too. */
export function createDynamoDbDeliveryStore(client: DynamoDBClient, name: string): DeliveryStore {
  const table = openTable(client, name, 'id');

  /** The entries of one partition that stand behind a place, latest first. */
  const queryPartition = (key: string, behind: string | undefined, limit: number) =>
    table.query('listing webhooks', {
      IndexName: 'open',
      KeyConditionExpression: `open_key = :key${behind === undefined ? '' : ' AND open_since < :behind'}`,
      ExpressionAttributeValues: {
        ':key': { S: key },
        ...(behind === undefined ? {} : { ':behind': { S: behind } }),
      },
      ScanIndexForward: false,
      Limit: limit,
    });

  return {
    async list({ status, limit, cursor }) {
      const behind = cursor === undefined ? undefined : readCursor(cursor);
      const keys = (status === undefined ? WEBHOOK_STATES : [status]).flatMap(deliveryKeys);
      const partitions = await Promise.all(keys.map((key) => queryPartition(key, behind, limit)));
      const places = partitions
        .flatMap(({ items }) => items.map(({ open_since }) => open_since!.S!))
        .sort()
        .reverse();
      const page = places.slice(0, limit);
      const isLast = places.length === page.length && partitions.every(({ last }) => last === undefined);
      const ids = page.map(idOf);
      const items = await batchGet(client, name, ids, { operation: 'reading webhooks', consistent: false });
      const found = new Map(items.map((item) => [item.id!.S!, item]));
      // An index may be behind its table, and then holds where an item stood before, or two entries of it.
      const deliveries = [...new Set(ids)]
        .flatMap((id) => deliveryFromItem(found.get(id)))
        .filter(({ webhook }) => status === undefined || stateOf(webhook) === status);
      return { deliveries, ...(isLast ? {} : { next: writeCursor(page.at(-1)!) }) };
    },
  };
}

function deliveryFromItem(item: Item | undefined): Delivery[] {
  const { webhook } = item === undefined ? {} : readWebhook(item);
  if (webhook === undefined) return [];
  const { text, seconds } = readItem(item!);
  const [id, status, expiresAt] = [text('id'), text('status'), seconds('expires_at')];
  if (status === 'job') return [{ id: id.slice(jobItemId('').length), kind: 'job', webhook, expiresAt }];
  return [{ id, kind: status === BATCH ? 'batch' : 'prediction', webhook, expiresAt }];
}

/** As `webhook-item.ts` writes it: a time, and the id of an item. */
const PLACE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z#([\w#-]{1,64})$/;
const idOf = (place: string): string => place.slice(place.indexOf('#') + 1);

const writeCursor = (place: string): string => Buffer.from(place).toString('base64url');

/** @throws {InputError} `writeCursor` did not write it */
function readCursor(cursor: string): string {
  const place = Buffer.from(cursor, 'base64url').toString();
  if (PLACE.test(place)) return place;
  throw new InputError('expected the cursor of an earlier page');
}
