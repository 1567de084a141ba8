import type { SecretStore } from '../auth/ports.ts';
import type { Clock } from '../clock.ts';
import type { WebhookSender } from './ports.ts';
import { signWebhook, webhookSecretOf } from './sign-webhook.ts';
import type { Webhook, WebhookAttempt } from './webhook.ts';

interface Deps {
  readonly secrets: SecretStore;
  readonly sender: WebhookSender;
  readonly clock: Clock;
}

/**
 * Posts an event, signed with the secret of the key that asked for it.
 *
 * @param id what the receiver knows the event by
 * @param event parsed JSON
 */
export async function postSigned(
  { secrets, sender, clock }: Deps,
  { url, caller }: Pick<Webhook, 'url' | 'caller'>,
  id: string,
  event: unknown,
): Promise<WebhookAttempt> {
  const body = JSON.stringify(event);
  const secret = await webhookSecretOf(secrets, caller);
  const at = clock.now();
  const headers = { 'content-type': 'application/json', ...signWebhook(secret, { id, at, body }) };
  const answer = await sender.post(url, headers, body);
  return { at, durationMs: clock.now().getTime() - at.getTime(), ...answer };
}
