import { pollUntil } from './poll-until.ts';
import { type CallOptions, type Requester, withQuery } from './requester.ts';
import type { BatchAccepted, BatchPage, BatchState, Lead } from './types.ts';

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
  submitBatch(leads: readonly Lead[], options?: SubmitBatchOptions): Promise<BatchAccepted>;
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

export function createBatches({ call, post, waiting }: Requester): Batches {
  const read = (id: string, cursor: string, limit: number, options: CallOptions) =>
    call<BatchPage>(withQuery(`/predict_batch/${encodeURIComponent(id)}`, { cursor, limit }), {}, options);
  return {
    submitBatch(leads, { idempotencyKey = crypto.randomUUID(), model, webhook, lenient, ...options } = {}) {
      return post<BatchAccepted>(withQuery('/predict_batch', { model, webhook }), leads, options, {
        'idempotency-key': idempotencyKey,
        ...(lenient === true ? { prefer: 'handling=lenient' } : {}),
      });
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
