import { eventBody } from '../http/event-body.ts';
import { type Delivery, deliverWebhook } from '../webhook/deliver-webhook.ts';
import type { WebhookMessage } from '../webhook/ports.ts';
import type { Postpone, World } from '../worlds/world.ts';
import { openWorld } from './open-world.ts';

export interface Webhooks {
  /** Makes the next attempt for a message, when it is due. */
  deliver(message: WebhookMessage): Promise<Delivery>;
  readonly postpone: Postpone;
}

export function composeWebhooks(
  world: World<'store' | 'jobs' | 'secrets' | 'sender' | 'postponeWebhook'>,
): Webhooks {
  const [ports] = openWorld(world, []);
  const deps = { ...ports, describe: eventBody };
  return { deliver: (message) => deliverWebhook(deps, message), postpone: ports.postponeWebhook };
}
