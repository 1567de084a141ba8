import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { ChunkResult, Job } from '../../jobs/job.ts';
import type { JobChange } from '../../jobs/ports.ts';
import { readWebhook, webhookAttributes } from './prediction-item.ts';
import type { Item } from './table.ts';

/** Jobs stand in the predictions' table, under keys that are no prediction's id. */
export const jobItemId = (id: string): string => `job#${id}`;
export const pageItemId = (id: string, page: number): string => `job#${id}#${page}`;

/** In the sparse index of what somebody must look after, apart from the predictions. */
export const OPEN_JOBS = 'open-jobs';
/** What a final state takes away. */
export const OPEN_ATTRIBUTES = ['open_key', 'open_since', 'times_deferred', 'chunks_seen'] as const;

export const openAttributes = (since: Date): Item => ({
  open_key: { S: OPEN_JOBS },
  open_since: { S: since.toISOString() },
});

const secondsOf = (at: Date): AttributeValue => ({ N: String(Math.floor(at.getTime() / 1000)) });

export function jobToItem(job: Job): Item {
  const { id, createdAt, expiresAt, model, source, options, requestSha256, webhook, status } = job;
  return {
    id: { S: jobItemId(id) },
    status: { S: 'job' },
    ...changeAttributes(job),
    job_status: { S: status },
    ...(status === 'queued' ? openAttributes(createdAt) : {}),
    created_at: { S: createdAt.toISOString() },
    expires_at: secondsOf(expiresAt),
    facts: { S: JSON.stringify({ model, source, options, requestSha256 }) },
    ...webhookAttributes(webhook),
  };
}

/** The attributes that a change sets. */
export function changeAttributes(change: JobChange | Job): Item {
  const { startedAt, completedAt, failure, file, cutTo, chunks, result, lastError } = change;
  return {
    ...(change.status === undefined ? {} : { job_status: { S: change.status } }),
    ...(startedAt === undefined ? {} : { started_at: { S: startedAt.toISOString() } }),
    ...(completedAt === undefined ? {} : { completed_at: { S: completedAt.toISOString() } }),
    ...(failure === undefined ? {} : { failure: { S: JSON.stringify(failure) } }),
    ...(file === undefined ? {} : { file: { S: JSON.stringify(file) } }),
    ...(cutTo === undefined ? {} : { cut_to: { S: JSON.stringify(cutTo) } }),
    ...(chunks === undefined ? {} : { chunks: { N: String(chunks) } }),
    ...(result === undefined ? {} : { result: { S: JSON.stringify(result) } }),
    ...(lastError === undefined ? {} : { last_error: { S: lastError } }),
  };
}

export function jobFromItem(item: Item): Job {
  const text = (name: string): string => item[name]?.S ?? '';
  const optional = <T>(name: string, key: string, read: (value: string) => T) => {
    const value = item[name]?.S ?? item[name]?.N;
    return value === undefined ? {} : { [key]: read(value) };
  };
  const date = (value: string) => new Date(value);
  return {
    id: text('id').slice(jobItemId('').length),
    createdAt: new Date(text('created_at')),
    expiresAt: new Date(Number(item.expires_at?.N) * 1000),
    ...JSON.parse(text('facts')),
    status: text('job_status'),
    ...optional('started_at', 'startedAt', date),
    ...optional('completed_at', 'completedAt', date),
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

export const chunkToValue = (result: ChunkResult): AttributeValue => {
  const { sourceBytes, rows, rejected, bytes, rejectedBytes, grades } = result;
  const { A, B, C, D } = grades;
  return { S: [sourceBytes, rows, rejected, bytes, rejectedBytes, A, B, C, D].join(' ') };
};

/** The chunks that are recorded in a page. */
export function chunksOf(page: Item): ChunkResult[] {
  return Object.entries(page).flatMap(([name, { S }]) => {
    const [, number] = /^c(\d+)$/.exec(name) ?? [];
    if (number === undefined || S === undefined) return [];
    const [sourceBytes, rows, rejected, bytes, rejectedBytes, A, B, C, D] = S.split(' ').map(Number);
    return {
      number: Number(number),
      sourceBytes,
      rows,
      rejected,
      bytes,
      rejectedBytes,
      grades: { A, B, C, D },
    } as ChunkResult;
  });
}

export const pageExpiry = secondsOf;
