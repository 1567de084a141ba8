import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ConflictError } from '../../errors.ts';
import { OPEN, pageOf } from '../../jobs/job.ts';
import type { JobStore } from '../../jobs/ports.ts';
import { batchGet } from './batch-get.ts';
import { secondsOf, toAttributes } from './item.ts';
import {
  changeAttributes,
  chunkAttribute,
  chunksOf,
  chunkToText,
  jobFromItem,
  jobItemId,
  jobToItem,
  OPEN_ATTRIBUTES,
  OPEN_JOBS,
  pageItemId,
} from './job-item.ts';
import { listRecent } from './recent-partitions.ts';
import { openSince, openTable } from './table.ts';
import { addAttempt, resend } from './webhook-item.ts';

export function createDynamoDbJobStore(client: DynamoDBClient, name: string): JobStore {
  const table = openTable(client, name, 'id');
  const keyOf = (id: string) => ({ id: { S: jobItemId(id) } });
  return {
    async create(job) {
      if (!(await table.insert('storing a job', jobToItem(job))))
        throw new ConflictError(`the job ${job.id} exists already`);
    },

    async get(id) {
      const item = await table.get('reading a job', keyOf(id));
      return item && jobFromItem(item);
    },

    async change(id, from, change) {
      const { status } = change;
      const queued = status === 'queued';
      const changed = await table.update('changing a job', keyOf(id), {
        set: { ...changeAttributes(change), ...(queued ? { open_key: { S: OPEN_JOBS } } : {}) },
        copy: queued ? { open_since: 'created_at' } : {},
        remove: status !== undefined && !OPEN.includes(status) ? OPEN_ATTRIBUTES : [],
        when: [['in', 'job_status', from]],
      });
      return changed !== undefined;
    },

    list: (query) => listRecent(client, name, 'jobs', query, jobFromItem),

    async recordChunk({ id, expiresAt }, result) {
      const key = { id: { S: pageItemId(id, pageOf(result.number)) } };
      const page = await table.update('recording a chunk', key, {
        set: toAttributes({
          [chunkAttribute(result.number)]: chunkToText(result),
          expires_at: secondsOf(expiresAt),
          status: 'job page',
        }),
        returns: 'ALL_NEW',
      });
      return chunksOf(page!).length;
    },

    async chunkResults(id, pages) {
      const keys = pages.map((page) => pageItemId(id, page));
      const items = await batchGet(client, name, keys, { operation: 'reading chunks', consistent: true });
      return items.flatMap(chunksOf).sort((a, b) => a.number - b.number);
    },

    async listOpen(since, limit) {
      const { items } = await table.query('listing open jobs', openSince(OPEN_JOBS, since, limit));
      return items.map(({ id }) => id!.S!.slice(jobItemId('').length));
    },

    async defer(id, at, { deferred, seen }) {
      await table.update('deferring a job', keyOf(id), {
        set: toAttributes({ open_since: at, times_deferred: deferred, chunks_seen: seen }),
        when: [['in', 'open_key', [OPEN_JOBS]]],
      });
    },

    addWebhookAttempt: (id, attempt, state) => addAttempt(table, jobItemId(id), attempt, state),

    resendWebhook: (id, at) => resend(table, jobItemId(id), at),
  };
}
