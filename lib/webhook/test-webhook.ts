import type { SecretStore } from '../auth/ports.ts';
import type { Clock, IdSource } from '../clock.ts';
import type { WebhookSender } from './ports.ts';
import { postSigned } from './post-signed.ts';
import type { Webhook, WebhookAttempt } from './webhook.ts';

interface Deps {
  readonly secrets: SecretStore;
  readonly sender: WebhookSender;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** The event: parsed JSON. */
  readonly describeTest: (id: string, at: Date) => unknown;
}

/**
 * Sends an event of the type `test` to an address, signed as the key's webhooks are and under the same rules, once and at once.
 * Nothing is recorded.
 */
export async function testWebhook(
  deps: Deps,
  target: Pick<Webhook, 'url' | 'caller'>,
): Promise<{ readonly id: string; readonly attempt: WebhookAttempt }> {
  const id = deps.ids.next();
  const attempt = await postSigned(deps, target, id, deps.describeTest(id, deps.clock.now()));
  return { id, attempt };
}
