import type { Clock, KeyStore, RateCounter } from '../ports.ts';
import { type ApiKey, isSecretOf, parseKey, type Scope } from './api-key.ts';

/** Who calls: a key's id, for idempotency keys and logs. */
export interface Caller {
  readonly id: string;
}

export type Refusal =
  | { readonly refused: 'no-key' | 'unknown-key' | 'wrong-scope' }
  | { readonly refused: 'too-many'; readonly retryAfterSeconds: number };

/** Whether a request with this `Authorization` header may do what needs the scope. */
export type Authenticate = (authorization: string | undefined, scope: Scope) => Promise<Caller | Refusal>;

interface Deps {
  readonly keys: KeyStore;
  readonly rates: RateCounter;
  readonly clock: Clock;
}

/** How long a revoked key may go on in a running function, milliseconds. */
export const KEY_TTL_MS = 30_000;
const MINUTE_MS = 60_000;

/** Looks keys up and keeps them for 30 seconds; keys that are none are not kept, so that they cost nobody memory. */
export function createAuthenticator({ keys, rates, clock }: Deps): Authenticate {
  const known = new Map<string, { readonly key: ApiKey; readonly until: number }>();

  const find = async (id: string, now: number): Promise<ApiKey | undefined> => {
    const cached = known.get(id);
    if (cached !== undefined && now < cached.until) return cached.key;
    const key = await keys.get(id);
    if (key === undefined) known.delete(id);
    else known.set(id, { key, until: now + KEY_TTL_MS });
    return key;
  };

  return async (authorization, scope) => {
    const [, token] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
    if (token === undefined) return { refused: 'no-key' };
    const now = clock.now().getTime();
    const parsed = parseKey(token);
    const key = parsed && (await find(parsed.id, now));
    if (key === undefined || !isSecretOf(key, parsed!.secret) || key.revokedAt !== undefined) {
      return { refused: 'unknown-key' };
    }
    if (scope === 'admin' && key.scope !== 'admin') return { refused: 'wrong-scope' };
    if (key.ratePerMinute !== undefined) {
      const minute = Math.floor(now / MINUTE_MS);
      const count = await rates.count(key.id, minute);
      if (count > key.ratePerMinute) {
        return { refused: 'too-many', retryAfterSeconds: Math.ceil(((minute + 1) * MINUTE_MS - now) / 1000) };
      }
    }
    return { id: key.id };
  };
}

/** Who calls without a key. */
export const ANONYMOUS = 'anonymous';

/** Lets everybody do everything: for the local stack only. */
export const openToAll: Authenticate = async () => ({ id: ANONYMOUS });
