import type { BatchEvent } from '../contract/batch.ts';
import type { Webhook as WebhookBody } from '../contract/webhook.ts';
import type { Batch } from '../prediction/batch.ts';
import { nextAttemptAt, stateOf, type Webhook } from '../webhook/webhook.ts';

/** A webhook as the API shows it: its address without a query, which may hold what is secret. */
export function webhookBody(webhook: Webhook): WebhookBody {
  const { origin, pathname } = new URL(webhook.url);
  return {
    url: origin + pathname,
    status: stateOf(webhook),
    attempts: webhook.attempts.map(({ at, durationMs, status, error }) => ({
      at: at.toISOString(),
      duration_ms: durationMs,
      status: status ?? null,
      error: error ?? null,
    })),
    next_attempt_at: nextAttemptAt(webhook)?.toISOString() ?? null,
  };
}

export const batchFacts = ({ id, count, model, createdAt, scoreBy }: Batch): BatchEvent['data'] => ({
  batch_id: id,
  count,
  model: { name: model.name, version: model.version },
  created_at: createdAt.toISOString(),
  ...(scoreBy === undefined ? {} : { score_by: scoreBy.toISOString() }),
});
