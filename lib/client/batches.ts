import { pollUntil } from './poll-until.ts';
import type { CallOptions, Requester } from './requester.ts';
import { toJson } from './to-json.ts';
import type { Batch, BatchItemError, BatchPage, BatchState, Lead } from './types.ts';

export interface SubmitBatchOptions extends CallOptions {
  /** `leads`, `leads@v3` or `leads@challenger`; the service's default model unless told otherwise. */
  readonly model?: string;
  /** The same key with the same leads is accepted once; a random one unless told otherwise. */
  readonly idempotencyKey?: string;
  /** An https address that is told of the end. */
  readonly webhook?: string;
  /** Accept the good leads of a batch with bad ones, too; else one bad lead refuses them all. */
  readonly lenient?: boolean;
}

export interface WaitBatchOptions extends CallOptions {
  /** 600,000 unless told otherwise. */
  readonly timeoutMs?: number;
  /** Told how far the batch is, as long as it is not done. */
  readonly onPoll?: (state: BatchState) => void;
}

/** Up to 1,000 leads in one request. */
export interface Batches {
  /**
   * Submits leads together. Safe to be tried again: it carries an `Idempotency-Key`.
   *
   * @throws {ApiError} `problem.errors` names every lead and field that is wrong
   */
  submitBatch(
    leads: readonly Lead[],
    options?: SubmitBatchOptions,
  ): Promise<Batch & { readonly errors?: readonly BatchItemError[]; readonly errors_total?: number }>;
  /** How far a batch is, with a page of its results, in the order of the leads. */
  getBatch(
    batchId: string,
    options?: CallOptions & { readonly cursor?: string; readonly limit?: number },
  ): Promise<BatchPage>;
  /**
   * Asks until no lead of the batch is queued, then reads all results, in the order of the leads.
   *
   * @throws {WaitTimeoutError} it is not done in time; its id stays good
   */
  waitBatch(batchId: string, options?: WaitBatchOptions): Promise<BatchPage['results']>;
}

const WAIT_TIMEOUT_MS = 600_000;
/** A page is shorter where results are large: `next_cursor` says where the next one begins. */
const PAGE = 500;

export function createBatches({ call, waiting }: Requester): Batches {
  const read = (id: string, cursor: string, limit: number, options: CallOptions) =>
    call<BatchPage>(
      `/predict_batch/${encodeURIComponent(id)}?${new URLSearchParams({ cursor, limit: String(limit) })}`,
      {},
      options,
    );
  return {
    async submitBatch(
      leads,
      { idempotencyKey = crypto.randomUUID(), model, webhook, lenient, ...options } = {},
    ) {
      const query = new URLSearchParams({
        ...(model === undefined ? {} : { model }),
        ...(webhook === undefined ? {} : { webhook }),
      });
      const headers = {
        'content-type': 'application/json',
        'idempotency-key': idempotencyKey,
        ...(lenient === true ? { prefer: 'handling=lenient' } : {}),
      };
      const path = query.size === 0 ? '/predict_batch' : `/predict_batch?${query}`;
      return (await call<Batch>(path, { method: 'POST', headers, body: toJson(leads) }, options)).body;
    },
    async getBatch(batchId, { cursor = '0', limit = 100, ...options } = {}) {
      return (await read(batchId, cursor, limit, options)).body;
    },
    async waitBatch(batchId, { timeoutMs = WAIT_TIMEOUT_MS, onPoll, signal } = {}) {
      const options = signal === undefined ? {} : { signal };
      await pollUntil(
        () => read(batchId, '0', 1, options),
        ({ status }) => status === 'done',
        { what: 'batch', id: batchId, timeoutMs, waiting, onPoll, signal },
      );
      const results: BatchPage['results'][number][] = [];
      for (let cursor: string | null = '0'; cursor !== null; ) {
        const { body }: { body: BatchPage } = await read(batchId, cursor, PAGE, options);
        results.push(...body.results);
        cursor = body.next_cursor;
      }
      return results;
    },
  };
}
