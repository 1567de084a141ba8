import { listPages, type Pages } from './pages.ts';
import { type CallOptions, type Requester, toSegment } from './requester.ts';
import type { DeliveryPage, Webhook, WebhookTested } from './types.ts';

export interface ListDeliveriesOptions extends CallOptions {
  /** Only those in this state. */
  readonly status?: Webhook['status'];
  /** 1–100; 50 unless told otherwise. */
  readonly limit?: number;
  /** `next_cursor` of the page before. */
  readonly cursor?: string;
}

/** Deliveries: list them, send one once more, test an address. */
export interface Webhooks {
  readonly webhooks: {
    /** Latest first; needs a key of the scope `operate`. */
    deliveries(options?: ListDeliveriesOptions): Pages<DeliveryPage>;
    /**
     * Sends the webhook of a prediction, a batch or a job once more, with the same `webhook-id`, whatever came of it before.
     * Those of other keys need the scope `operate`.
     *
     * @throws {ApiError} 404 there is no webhook, 409 what it is of has not ended, or it was sent too often
     */
    resend(id: string, options?: CallOptions): Promise<Webhook>;
    /**
     * Sends an event of the type `test` to an address, signed with the secret of the key.
     *
     * @returns what the receiver said; `delivered` says whether it took the event
     * @throws {ApiError} 422 no such address is called
     */
    test(url: string, options?: CallOptions): Promise<WebhookTested>;
  };
}

export function createWebhooks(requester: Requester): Webhooks {
  const { call, post } = requester;
  return {
    webhooks: {
      deliveries: ({ status, limit, cursor, ...options } = {}) =>
        listPages<DeliveryPage>(requester, '/webhooks/deliveries', { status, limit, cursor }, options),
      async resend(id, options) {
        const path = `/webhooks/deliveries/${toSegment(id)}/resend`;
        return (await call<Webhook>(path, { method: 'POST' }, options)).body;
      },
      test: (url, options) => post<WebhookTested>('/webhooks/test', { url }, options),
    },
  };
}
