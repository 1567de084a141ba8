import type { Clock } from '../clock.ts';
import type { JobStore } from '../jobs/ports.ts';
import type { PredictionStore } from '../prediction/ports.ts';
import { findWebhook } from './find-webhook.ts';
import type { WebhookQueue } from './ports.ts';
import type { Webhook, WebhookKind } from './webhook.ts';

interface Deps {
  readonly store: PredictionStore;
  readonly jobs: JobStore;
  readonly webhooks: WebhookQueue;
  readonly clock: Clock;
}

/** Why nothing is sent once more. */
export type NotResent = 'unknown' | 'not final' | 'not allowed' | 'too often';

/**
 * Sends the webhook of what has ended once more, whatever came of it before: its `webhook-id` is the same, and it is tried as
 * often as the first time. Between two attempts it makes the next one now.
 *
 * @param id of a prediction, a batch or a job
 * @param mayResend whether the caller may do so with this webhook
 */
export async function resendWebhook(
  deps: Deps,
  id: string,
  mayResend: (webhook: Webhook) => boolean,
): Promise<NotResent | { readonly kind: WebhookKind; readonly webhook: Webhook }> {
  const { store, jobs, webhooks, clock } = deps;
  const found = (await findWebhook(deps, { id })) ?? (await findWebhook(deps, { id, kind: 'job' }));
  if (found === undefined || found === 'not final') return found ?? 'unknown';
  const { kind } = found;
  if (found.expiresAt <= clock.now()) return 'unknown';
  if (!mayResend(found.webhook)) return 'not allowed';
  if ((await found.readEnd()) === 'not final') return 'not final';
  // Recorded before it is queued: a message that comes first would find nothing to do.
  const webhook = await (kind === 'job' ? jobs : store).resendWebhook(id, clock.now());
  if (webhook === undefined) return 'too often';
  await webhooks.send(kind === 'job' ? { id, kind } : { id });
  return { kind, webhook };
}
