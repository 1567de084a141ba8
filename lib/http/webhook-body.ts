import type { Batch } from '../prediction/batch.ts';
import { nextAttemptAt, stateOf, type Webhook } from '../webhook/webhook.ts';

/** A webhook as the API shows it: its address without a query, which may hold what is secret. */
export function webhookBody(webhook: Webhook): Record<string, unknown> {
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

export const batchFacts = ({ id, count, model, createdAt }: Batch): Record<string, unknown> => ({
  batch_id: id,
  count,
  model: { name: model.name, version: model.version },
  created_at: createdAt.toISOString(),
});
