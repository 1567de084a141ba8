import type { Delivery as DeliveryBody, Webhook as WebhookBody, WebhookTested } from '../contract/webhook.ts';
import type { Delivery } from '../webhook/ports.ts';
import { isDelivery, nextAttemptAt, stateOf, type Webhook, type WebhookAttempt } from '../webhook/webhook.ts';

/** An address without its query, which may hold what is secret. */
function urlBody(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

const attemptBody = ({ at, durationMs, status, error }: WebhookAttempt) => ({
  at: at.toISOString(),
  duration_ms: durationMs,
  status: status ?? null,
  error: error ?? null,
});

const resendsBody = ({ resends }: Webhook) => (resends === undefined ? {} : { resends });

/** A webhook as the API shows it. */
export const webhookBody = (webhook: Webhook): WebhookBody => ({
  url: urlBody(webhook.url),
  status: stateOf(webhook),
  attempts: webhook.attempts.map(attemptBody),
  ...resendsBody(webhook),
  next_attempt_at: nextAttemptAt(webhook)?.toISOString() ?? null,
});

export function deliveryBody({ id, kind, webhook }: Delivery): DeliveryBody {
  const last = webhook.attempts.at(-1);
  return {
    webhook_id: id,
    kind,
    url: urlBody(webhook.url),
    key_id: webhook.caller,
    status: stateOf(webhook),
    attempts: webhook.attempts.length,
    ...resendsBody(webhook),
    last_attempt_at: last?.at.toISOString() ?? null,
    last_status: last?.status ?? null,
    last_error: last?.error ?? null,
    next_attempt_at: nextAttemptAt(webhook)?.toISOString() ?? null,
  };
}

export const testedBody = (id: string, url: string, attempt: WebhookAttempt): WebhookTested => ({
  webhook_id: id,
  url: urlBody(url),
  delivered: isDelivery(attempt),
  ...attemptBody(attempt),
});
