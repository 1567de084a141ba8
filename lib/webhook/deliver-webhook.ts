import type { SecretStore } from '../auth/ports.ts';
import type { Clock } from '../clock.ts';
import type { Job } from '../jobs/job.ts';
import type { JobStore } from '../jobs/ports.ts';
import { type JobProgress, readProgress } from '../jobs/progress.ts';
import type { Batch } from '../prediction/batch.ts';
import type { PredictionStore } from '../prediction/ports.ts';
import type { Prediction, QueuedPrediction } from '../prediction/prediction.ts';
import type { WebhookMessage, WebhookSender } from './ports.ts';
import { signWebhook, webhookSecretOf } from './sign-webhook.ts';
import { nextAttemptAt, stateOf, type Webhook, type WebhookAttempt } from './webhook.ts';

interface Deps {
  readonly store: PredictionStore;
  readonly jobs: JobStore;
  readonly secrets: SecretStore;
  readonly sender: WebhookSender;
  readonly clock: Clock;
  /** What is told of the end of a prediction or a batch: parsed JSON. */
  readonly describe: (ended: Ended) => unknown;
}

/** What has come to its end. */
export type Ended =
  | { readonly kind: 'prediction'; readonly prediction: Exclude<Prediction, QueuedPrediction> }
  | { readonly kind: 'batch'; readonly batch: Batch; readonly at: Date }
  | { readonly kind: 'job'; readonly job: Job; readonly progress: JobProgress; readonly at: Date };

/** `again`: there is to be another attempt. */
export type Delivery = { readonly done: true } | { readonly done: false; readonly againInSeconds: number };

const DONE: Delivery = { done: true };
/** Announced by one who was about to end it: it will be final soon, or the sweep will end it. */
export const NOT_YET_SECONDS = 60;

/**
 * Makes the next attempt to tell of an end, when it is due, and records it. The prediction stays as it is, whatever
 * comes of it. A message may come twice: the receiver tells by `webhook-id`.
 */
export async function deliverWebhook(deps: Deps, { id, kind }: WebhookMessage): Promise<Delivery> {
  const isJob = kind === 'job';
  const found = isJob ? await findEndedJob(deps, id) : await findEnded(deps, id);
  // It was erased, or expired, or has none.
  if (found === undefined) return DONE;
  if (found === 'queued') return { done: false, againInSeconds: NOT_YET_SECONDS };
  const { webhook, ended } = found;
  if (stateOf(webhook) !== 'pending') return DONE;
  const now = deps.clock.now();
  const due = nextAttemptAt(webhook);
  // A second message for the same end: its turn has not come.
  if (due !== undefined && due > now) return again(due, now);
  const attempt = await attemptDelivery(deps, id, webhook, ended);
  await (isJob ? deps.jobs : deps.store).addWebhookAttempt(id, attempt);
  const after = { ...webhook, attempts: [...webhook.attempts, attempt] };
  const next = nextAttemptAt(after);
  return next === undefined ? DONE : again(next, deps.clock.now());
}

const again = (due: Date, now: Date): Delivery => ({
  done: false,
  againInSeconds: Math.max(1, Math.ceil((due.getTime() - now.getTime()) / 1000)),
});

type Found = { readonly webhook: Webhook; readonly ended: Ended } | 'queued' | undefined;

async function findEndedJob({ jobs, clock }: Deps, id: string): Promise<Found> {
  const job = await jobs.get(id);
  if (job?.webhook === undefined) return undefined;
  if (job.completedAt === undefined) return 'queued';
  const progress = await readProgress({ jobs, clock }, job);
  return { webhook: job.webhook, ended: { kind: 'job', job, progress, at: clock.now() } };
}

async function findEnded({ store, clock }: Deps, id: string): Promise<Found> {
  const prediction = await store.get(id);
  if (prediction === undefined) {
    const batch = await store.getBatch(id);
    return batch?.webhook && { webhook: batch.webhook, ended: { kind: 'batch', batch, at: clock.now() } };
  }
  if (prediction.status === 'erased') return undefined;
  if (prediction.status === 'queued') return 'queued';
  return prediction.webhook && { webhook: prediction.webhook, ended: { kind: 'prediction', prediction } };
}

async function attemptDelivery(
  { secrets, sender, clock, describe }: Deps,
  id: string,
  { url, caller }: Webhook,
  ended: Ended,
): Promise<WebhookAttempt> {
  const body = JSON.stringify(describe(ended));
  const at = clock.now();
  const signature = signWebhook(await webhookSecretOf(secrets, caller), { id, at, body });
  const answer = await sender.post(url, { 'content-type': 'application/json', ...signature }, body);
  return { at, durationMs: clock.now().getTime() - at.getTime(), ...answer };
}
