import type { ChunkResult, Job } from '../../jobs/job.ts';
import type { JobChange } from '../../jobs/ports.ts';
import { asDate, type Item, readItem, secondsOf, toAttributes } from './item.ts';
import { monthKey } from './recent-partitions.ts';
import { readWebhook, webhookAttributes } from './webhook-item.ts';

/** Jobs stand in the predictions' table, under keys that are no prediction's id. */
export const jobItemId = (id: string): string => `job#${id}`;
export const pageItemId = (id: string, page: number): string => `job#${id}#${page}`;

/** In the sparse index of what somebody must look after, apart from the predictions. */
export const OPEN_JOBS = 'open-jobs';
/** What a final state takes away. */
export const OPEN_ATTRIBUTES = ['open_key', 'open_since', 'times_deferred', 'chunks_seen'] as const;

export function jobToItem(job: Job): Item {
  const { id, createdAt, expiresAt, model, source, options, requestSha256, webhook, status } = job;
  return {
    ...toAttributes({
      id: jobItemId(id),
      status: 'job',
      open_key: status === 'queued' ? OPEN_JOBS : undefined,
      open_since: status === 'queued' ? createdAt : undefined,
      created_at: createdAt,
      recent_key: monthKey('jobs', createdAt),
      expires_at: secondsOf(expiresAt),
      facts: { model, source, options, requestSha256 },
    }),
    ...changeAttributes(job),
    ...webhookAttributes(webhook),
  };
}

/** The attributes that a change sets. */
export const changeAttributes = (change: JobChange | Job): Item =>
  toAttributes({
    job_status: change.status,
    started_at: change.startedAt,
    completed_at: change.completedAt,
    failure: change.failure,
    file: change.file,
    cut_to: change.cutTo,
    chunks: change.chunks,
    result: change.result,
    last_error: change.lastError,
  });

export function jobFromItem(item: Item): Job {
  const { text, date, seconds, optional } = readItem(item);
  return {
    id: text('id').slice(jobItemId('').length),
    createdAt: date('created_at'),
    expiresAt: seconds('expires_at'),
    ...JSON.parse(text('facts')),
    status: text('job_status'),
    ...optional('started_at', 'startedAt', asDate),
    ...optional('completed_at', 'completedAt', asDate),
    ...optional('failure', 'failure', JSON.parse),
    ...optional('file', 'file', JSON.parse),
    ...optional('cut_to', 'cutTo', JSON.parse),
    ...optional('chunks', 'chunks', Number),
    ...optional('result', 'result', JSON.parse),
    ...optional('last_error', 'lastError', String),
    ...optional('times_deferred', 'deferred', Number),
    ...optional('chunks_seen', 'seen', Number),
    ...readWebhook(item),
  };
}

/** The attribute of a chunk in its page: few bytes, because every write costs by the whole page. */
export const chunkAttribute = (number: number): string => `c${number}`;

export const chunkToText = (result: ChunkResult): string => {
  const { sourceBytes, rows, rejected, bytes, rejectedBytes, skewBytes, grades, repeated } = result;
  const { A, B, C, D } = grades;
  const repeats = repeated === undefined ? [] : [repeated.count, ...repeated.lines];
  return [sourceBytes, rows, rejected, bytes, rejectedBytes, A, B, C, D, skewBytes, ...repeats].join(' ');
};

/** The chunks that are recorded in a page. */
export function chunksOf(page: Item): ChunkResult[] {
  return Object.entries(page).flatMap(([name, { S }]) => {
    const [, number] = /^c(\d+)$/.exec(name) ?? [];
    if (number === undefined || S === undefined) return [];
    // Chunks of earlier releases say nothing of the last.
    const [sourceBytes, rows, rejected, bytes, rejectedBytes, A, B, C, D, skewBytes = 0, repeats, ...lines] =
      S.split(' ').map(Number);
    return {
      number: Number(number),
      sourceBytes,
      rows,
      rejected,
      bytes,
      rejectedBytes,
      skewBytes,
      grades: { A, B, C, D },
      ...(repeats === undefined ? {} : { repeated: { count: repeats, lines } }),
    } as ChunkResult;
  });
}
