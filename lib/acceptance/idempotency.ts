import { createHmac } from 'node:crypto';
import type { SecretStore } from '../auth/ports.ts';
import type { IdSource } from '../clock.ts';
import type { Lead } from '../lead/schema.ts';
import { sha256Of } from '../sha256.ts';

/** An `Idempotency-Key` and whose it is: two callers may use the same key. */
export interface Idempotency {
  readonly caller: string;
  readonly key: string;
}

/** The key was used for another request before. */
export class KeyReusedError extends Error {
  override readonly name = 'KeyReusedError';

  constructor() {
    super('this Idempotency-Key was used for another request; use a new one for each');
  }
}

/** The key was used for a prediction that was erased since. */
export class ErasedError extends Error {
  override readonly name = 'ErasedError';
}

const SECRET = 'idempotency';

/** A random id, or the one that the idempotency key stands for. @param kind of what is accepted, where a key of another kind is another one */
export async function newId(
  { ids, secrets }: { readonly ids: IdSource; readonly secrets: SecretStore },
  idempotency: Idempotency | undefined,
  kind?: 'job',
): Promise<string> {
  if (idempotency === undefined) return ids.next();
  const { caller, key } = idempotency;
  return deriveId(await secrets.get(SECRET), { caller, key: kind === undefined ? key : `${kind} ${key}` });
}

/**
 * The id that a key stands for: an HMAC (RFC 2104) of caller and key in the form of a UUID of version 8 (RFC 9562), so
 * that it is the same whenever the key comes again and cannot be guessed from it.
 *
 * @param secret of this service
 */
export function deriveId(secret: string, { caller, key }: Idempotency): string {
  const bytes = createHmac('sha256', secret)
    .update(JSON.stringify([caller, key]))
    .digest()
    .subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/**
 * What must be the same when a key comes again: the model as it was named, the validated lead or every input of a batch
 * in its place, the webhook, and what else the caller said of the leads. A request without the last two has the hash of
 * releases that did not know them.
 *
 * @param tags of the lead, or of each lead of a batch; undefined: nothing was said
 */
export const hashRequest = (
  model: string,
  leads: Lead | readonly unknown[],
  { webhookUrl, tags }: { readonly webhookUrl?: string | undefined; readonly tags?: unknown } = {},
): string => {
  const last = tags === undefined ? [] : [{ tags }];
  return sha256Of(JSON.stringify([model, leads, ...(webhookUrl === undefined ? [] : [webhookUrl]), ...last]));
};
