import { setTimeout } from 'node:timers/promises';
import { ApiError } from '../../lib/client/api-error.ts';
import { createClient, type Lead, type Prediction } from '../../lib/client/index.ts';

export interface LoadOptions {
  readonly apiUrl: string;
  readonly leads: readonly Lead[];
  /** Requests at a time. */
  readonly parallel: number;
  /** How long to wait for what is still open after the last lead, milliseconds. */
  readonly patienceMs: number;
}

export interface LoadResult {
  /** Ids that were given out. */
  readonly accepted: number;
  /** Leads that the API did not take, with an answer that said so. */
  readonly refused: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Ids that are not final, or that nobody knows any more. */
  readonly lost: number;
  /** From the acceptance to the result, by the service's own times. */
  readonly milliseconds: { readonly p50: number; readonly p95: number; readonly p99: number };
  readonly seconds: number;
}

/** Submits the leads, then asks for every id that was given out until it is final. */
export async function putLoad({ apiUrl, leads, parallel, patienceMs }: LoadOptions): Promise<LoadResult> {
  const client = createClient({ baseUrl: apiUrl });
  const start = performance.now();
  const ids: string[] = [];
  let refused = 0;
  await inParallel(leads, parallel, async (lead) => {
    try {
      ids.push((await client.submit(lead)).prediction_id);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      refused += 1;
    }
  });
  const ends = new Map<string, Prediction>();
  const deadline = performance.now() + patienceMs;
  while (ends.size < ids.length && performance.now() < deadline) {
    await inParallel(
      ids.filter((id) => !ends.has(id)),
      parallel,
      async (id) => {
        const prediction = await client.get(id).catch(() => undefined);
        if (prediction !== undefined && prediction.status !== 'queued') ends.set(id, prediction);
      },
    );
    await setTimeout(50);
  }
  const all = [...ends.values()];
  const times = all
    .map(({ created_at, completed_at }) => Date.parse(completed_at!) - Date.parse(created_at))
    .sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0;
  return {
    accepted: ids.length,
    refused,
    succeeded: all.filter(({ status }) => status === 'succeeded').length,
    failed: all.filter(({ status }) => status === 'failed').length,
    lost: ids.length - ends.size,
    milliseconds: { p50: at(0.5), p95: at(0.95), p99: at(0.99) },
    seconds: (performance.now() - start) / 1000,
  };
}

async function inParallel<T>(items: readonly T[], parallel: number, work: (item: T) => Promise<void>) {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: parallel }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}
