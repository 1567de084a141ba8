import type { Webhook, WebhookAttempt, WebhookKind, WebhookState } from './webhook.ts';

/** What webhooks ask of the world; what is written here holds for every adapter (ARCHITECTURE.md, “Ports”). */
export interface WebhookQueue {
  /** Resolves once the message is stored durably. It will be delivered at least once. */
  send(message: WebhookMessage): Promise<void>;
}

/** The end of a prediction, of a batch, or of a job is to be told. */
export interface WebhookMessage {
  readonly id: string;
  /** Without it: a prediction or a batch. */
  readonly kind?: 'job';
}

/** The webhooks of predictions, batches and jobs together. */
export interface DeliveryStore {
  /**
   * A page of those that were attempted or are to be sent once more, by their latest attempt or request, latest first. It may
   * lack the last seconds' writes, those that no attempt was recorded of since this release, and those that were erased.
   *
   * Rejects with InputError for an invalid cursor.
   */
  list(query: DeliveryQuery): Promise<DeliveryPage>;
}

export interface DeliveryQuery {
  /** Only those in this state. */
  readonly status?: WebhookState | undefined;
  readonly limit: number;
  /** Of the page before. */
  readonly cursor?: string | undefined;
}

export interface DeliveryPage {
  /** At most `limit`; fewer, also none, do not mean that it is the last page. */
  readonly deliveries: readonly Delivery[];
  /** Undefined: there are no more. */
  readonly next?: string;
}

export interface Delivery {
  /** Of the prediction, the batch or the job. */
  readonly id: string;
  readonly kind: WebhookKind;
  readonly webhook: Webhook;
  readonly expiresAt: Date;
}

/** What a store that holds webhooks does with them. */
export interface WebhookHolder {
  /**
   * Adds an attempt to the webhook of what is final, lists it under its state, and changes nothing else. Resolves to false,
   * changing nothing, when there is no such webhook (any more).
   *
   * @param state that the webhook is in after this attempt
   */
  addWebhookAttempt(id: string, attempt: WebhookAttempt, state: WebhookState): Promise<boolean>;

  /**
   * Begins another round of attempts, whatever state the webhook is in. Resolves to the webhook as it is then; to undefined,
   * changing nothing, when there is no such webhook (any more), or it had `MOST_RESENDS` rounds.
   */
  resendWebhook(id: string, at: Date): Promise<Webhook | undefined>;
}

export interface WebhookSender {
  /** Posts a body, following no redirect, and gives up after ten seconds. Never rejects. */
  post(
    url: string,
    headers: Readonly<Record<string, string>>,
    body: string,
  ): Promise<Pick<WebhookAttempt, 'status' | 'error' | 'refused'>>;
}
