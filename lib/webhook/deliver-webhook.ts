import type { SecretStore } from '../auth/ports.ts';
import type { Clock } from '../clock.ts';
import type { JobStore } from '../jobs/ports.ts';
import type { PredictionStore } from '../prediction/ports.ts';
import { type Ended, findWebhook } from './find-webhook.ts';
import type { WebhookMessage, WebhookSender } from './ports.ts';
import { postSigned } from './post-signed.ts';
import { nextAttemptAt, stateOf } from './webhook.ts';

interface Deps {
  readonly store: PredictionStore;
  readonly jobs: JobStore;
  readonly secrets: SecretStore;
  readonly sender: WebhookSender;
  readonly clock: Clock;
  /** What the webhook of a prediction, a batch or a job says: parsed JSON. */
  readonly describe: (ended: Ended) => unknown;
}

/** `again`: there is to be another attempt. */
export type Delivery = { readonly done: true } | { readonly done: false; readonly againInSeconds: number };

const DONE: Delivery = { done: true };
/** Announced by one who was about to end it: it will be final soon, or the sweep will end it. */
export const NOT_YET_SECONDS = 60;
const NOT_YET: Delivery = { done: false, againInSeconds: NOT_YET_SECONDS };

/**
 * Makes the next attempt to tell of an end, when it is due, and records it. The prediction stays as it is, whatever
 * comes of it. A message may come twice: the receiver tells by `webhook-id`.
 */
export async function deliverWebhook(deps: Deps, message: WebhookMessage): Promise<Delivery> {
  const found = await findWebhook(deps, message);
  // It was erased, or expired, or has none.
  if (found === undefined) return DONE;
  if (found === 'not final') return NOT_YET;
  const { webhook } = found;
  if (stateOf(webhook) !== 'pending') return DONE;
  const now = deps.clock.now();
  const due = nextAttemptAt(webhook);
  // A second message for the same end: its turn has not come.
  if (due !== undefined && due > now) return again(due, now);
  const ended = await found.readEnd();
  if (ended === 'not final') return NOT_YET;
  const { id, kind } = message;
  const attempt = {
    ...(await postSigned(deps, webhook, id, deps.describe(ended))),
    ...(webhook.resends === undefined ? {} : { resend: webhook.resends }),
  };
  const after = { ...webhook, attempts: [...webhook.attempts, attempt] };
  await (kind === 'job' ? deps.jobs : deps.store).addWebhookAttempt(id, attempt, stateOf(after));
  const next = nextAttemptAt(after);
  return next === undefined ? DONE : again(next, deps.clock.now());
}

const again = (due: Date, now: Date): Delivery => ({
  done: false,
  againInSeconds: Math.max(1, Math.ceil((due.getTime() - now.getTime()) / 1000)),
});
