import { acceptedIds } from '../prediction/batch.ts';
import type { PredictionStore } from '../prediction/ports.ts';
import type { WebhookQueue } from './ports.ts';

interface Deps {
  readonly store: PredictionStore;
  readonly webhooks: WebhookQueue;
}

/**
 * Queues the webhook of a batch when its last member has become final, whoever made it so. Two who finish at the same
 * time may both find it complete; what is delivered once is not delivered again.
 *
 * @param id of a batch
 */
export async function announceBatchEnd({ store, webhooks }: Deps, id: string): Promise<void> {
  const batch = await store.getBatch(id);
  if (batch?.webhook === undefined) return;
  // As of the last write: else two who finish at the same time could each miss the other.
  const members = await store.getMany(acceptedIds(batch), { asOfLastWrite: true });
  if (!members.includes(undefined)) await webhooks.send({ id });
}
