import type { WebhookAttempt } from './webhook.ts';

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

export interface WebhookSender {
  /** Posts a body, following no redirect, and gives up after ten seconds. Never rejects. */
  post(
    url: string,
    headers: Readonly<Record<string, string>>,
    body: string,
  ): Promise<Pick<WebhookAttempt, 'status' | 'error' | 'refused'>>;
}
