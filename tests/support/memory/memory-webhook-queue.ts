import type { WebhookMessage, WebhookQueue } from '../../../lib/webhook/ports.ts';

export interface MemoryWebhookQueue extends WebhookQueue {
  /** Removes and returns the waiting messages, oldest first. */
  takeAll(): WebhookMessage[];
}

export function createMemoryWebhookQueue(): MemoryWebhookQueue {
  const messages: WebhookMessage[] = [];
  return {
    async send(message) {
      messages.push({ ...message });
    },
    takeAll: () => messages.splice(0),
  };
}
