import { listPages, type Pages } from './pages.ts';
import { pollUntil, type WaitFor } from './poll-until.ts';
import {
  type CallOptions,
  expiryOf,
  type GetOptions,
  type ListOptions,
  type Requester,
  type SubmitOptions,
  toSegment,
  withQuery,
} from './requester.ts';
import type { BatchAccepted, BatchList, BatchPage, BatchState, Lead, LeadEnvelope } from './types.ts';

export interface SubmitBatchOptions extends SubmitOptions {
  /** Accept the good leads of a batch with bad ones, too; else one bad lead refuses them all. */
  readonly lenient?: boolean;
}

export type WaitBatchOptions = WaitFor<BatchState>;

/** Up to 1,000 leads in one request. */
export interface Batches {
  /**
   * Submits leads together, each as it is or in an envelope with its `reference` and `metadata`. Safe to be tried again: it
   * carries an `Idempotency-Key`.
   *
   * @throws {ApiError} `problem.errors` names every lead and field that is wrong
   */
  submitBatch(leads: readonly (Lead | LeadEnvelope)[], options?: SubmitBatchOptions): Promise<BatchAccepted>;
  /** How far a batch is, with a page of its results, in the order of the leads. */
  getBatch(
    batchId: string,
    options?: GetOptions & { readonly cursor?: string; readonly limit?: number },
  ): Promise<BatchPage>;
  /**
   * Asks until no lead of the batch is queued, 600 seconds unless told otherwise, then reads all results, in the order of
   * the leads.
   *
   * @throws {WaitTimeoutError} it is not done in time; its id stays good
   */
  waitBatch(batchId: string, options?: WaitBatchOptions): Promise<BatchPage['results']>;
  /** What was submitted, the newest first; needs the scope `operate`. */
  listBatches(options?: ListOptions): Pages<BatchList>;
  /**
   * Cancels the leads of a batch that are not final yet; the others stay as they are.
   *
   * @throws {ApiError} 409, all are final; 403, another key submitted it
   */
  cancelBatch(batchId: string, options?: CallOptions): Promise<BatchPage>;
  /** Erases a batch, its leads and everything that was made of them, for good; needs the scope `admin`. */
  eraseBatch(batchId: string, options?: CallOptions): Promise<void>;
}

const WAIT_TIMEOUT_MS = 600_000;
/** A page is shorter where results are large: `next_cursor` says where the next one begins. */
const PAGE = 500;

export function createBatches(requester: Requester): Batches {
  const { get, post, call, request } = requester;
  const pathOf = (id: string, rest = '') => `/predict_batch/${toSegment(id)}${rest}`;
  const path = (id: string, cursor: string, limit: number, wait?: number) =>
    withQuery(pathOf(id), { cursor, limit, wait });
  return {
    submitBatch(leads, { idempotencyKey = crypto.randomUUID(), expiresAfterSeconds, ...more } = {}) {
      const { model, webhook, lenient, ...options } = more;
      return post<BatchAccepted>(withQuery('/predict_batch', { model, webhook }), leads, options, {
        'idempotency-key': idempotencyKey,
        ...(lenient === true ? { prefer: 'handling=lenient' } : {}),
        ...expiryOf(expiresAfterSeconds),
      });
    },
    getBatch: (batchId, { cursor = '0', limit = 100, wait, ...options } = {}) =>
      get<BatchPage>(path(batchId, cursor, limit, wait), options),
    async cancelBatch(batchId, options) {
      return (await call<BatchPage>(pathOf(batchId, '/cancel'), { method: 'POST' }, options)).body;
    },
    async eraseBatch(batchId, options) {
      await request(pathOf(batchId), { method: 'DELETE' }, options);
    },
    async waitBatch(batchId, options = {}) {
      const { signal } = options;
      const isDone = (state: BatchState): state is BatchState => state.status === 'done';
      const polled = {
        what: 'batch',
        id: batchId,
        usualMs: WAIT_TIMEOUT_MS,
        path: () => path(batchId, '0', 1),
      };
      await pollUntil(requester, isDone, polled, options);
      const results: BatchPage['results'][number][] = [];
      for (let cursor: string | null = '0'; cursor !== null; ) {
        const page: BatchPage = await get<BatchPage>(path(batchId, cursor, PAGE), { signal });
        results.push(...page.results);
        cursor = page.next_cursor;
      }
      return results;
    },
    listBatches: ({ limit, cursor, ...options } = {}) =>
      listPages<BatchList>(requester, '/predict_batch', { limit, cursor }, options),
  };
}
