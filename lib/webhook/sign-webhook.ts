import { createHmac } from 'node:crypto';
import type { SecretStore } from '../auth/ports.ts';

const WEBHOOK_SECRET = 'webhooks';

/**
 * The secret that a key's webhooks are signed with, as Standard Webhooks writes it: `whsec_` and base64 of 32 bytes. It
 * is an HMAC (RFC 2104) of the key's id, so that every key has its own and none is stored.
 */
export async function webhookSecretOf(secrets: SecretStore, caller: string): Promise<string> {
  const own = await secrets.get(WEBHOOK_SECRET);
  return `whsec_${createHmac('sha256', own).update(caller).digest('base64')}`;
}

/**
 * The headers of a signed webhook (Standard Webhooks 1.0, “Signature scheme”, symmetric).
 *
 * @param id the same for every attempt, so that the receiver knows what it has seen
 */
export function signWebhook(
  secret: string,
  { id, at, body }: { readonly id: string; readonly at: Date; readonly body: string },
) {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  } as const;
}
