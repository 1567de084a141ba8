import { ConflictError } from '../../../lib/errors.ts';
import { type ChunkResult, type Job, OPEN, pageOf } from '../../../lib/jobs/job.ts';
import type { JobStore } from '../../../lib/jobs/ports.ts';
import { addAttempt, type Held, resend } from './memory-delivery-store.ts';
import { pageOfRecent } from './page-of-recent.ts';

export function createMemoryJobStore(): JobStore & Held {
  const jobs = new Map<string, Job>();
  const chunks = new Map<string, Map<number, ChunkResult>>();
  /** Open jobs: since when. */
  const open = new Map<string, Date>();
  const held: Held['held'] = new Map();
  const webhookOf = (id: string) => {
    const job = jobs.get(id);
    return job?.webhook && { ...job, kind: 'job' as const, webhook: job.webhook };
  };
  const change: Parameters<typeof addAttempt>[2] = (id, webhook) =>
    jobs.set(id, { ...jobs.get(id)!, webhook });
  return {
    held,
    webhookOf,
    async create(job) {
      if (jobs.has(job.id)) throw new ConflictError(`the job ${job.id} exists already`);
      jobs.set(job.id, structuredClone(job));
      if (job.status === 'queued') open.set(job.id, job.createdAt);
    },
    async get(id) {
      return structuredClone(jobs.get(id));
    },
    list: async (query) => pageOfRecent([...jobs.values()], query),
    async change(id, from, change) {
      const job = jobs.get(id);
      if (job === undefined || !from.includes(job.status)) return false;
      jobs.set(id, { ...job, ...structuredClone(change) });
      if (change.status === 'queued') open.set(id, job.createdAt);
      else if (change.status !== undefined && !OPEN.includes(change.status)) open.delete(id);
      return true;
    },
    async recordChunk({ id }, result) {
      const recorded = chunks.get(id) ?? new Map<number, ChunkResult>();
      chunks.set(id, recorded.set(result.number, structuredClone(result)));
      return [...recorded.keys()].filter((number) => pageOf(number) === pageOf(result.number)).length;
    },
    async chunkResults(id, pages) {
      return [...(chunks.get(id)?.values() ?? [])]
        .filter(({ number }) => pages.includes(pageOf(number)))
        .sort((a, b) => a.number - b.number);
    },
    async listOpen(since, limit) {
      return [...open]
        .filter(([, at]) => at <= since)
        .sort(([, a], [, b]) => a.getTime() - b.getTime())
        .slice(0, limit)
        .map(([id]) => id);
    },
    async defer(id, at, facts) {
      const job = jobs.get(id);
      if (job === undefined || !open.has(id)) return;
      open.set(id, at);
      jobs.set(id, { ...job, ...facts });
    },
    addWebhookAttempt: async (id, attempt) => addAttempt({ held, webhookOf }, id, change, attempt),
    resendWebhook: async (id, at) => resend({ held, webhookOf }, id, change, at),
  };
}
