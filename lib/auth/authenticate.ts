import type { Clock } from '../clock.ts';
import { isFresh } from '../keep-for.ts';
import { type ApiKey, isSecretOf, parseKey } from './api-key.ts';
import type { KeyStore, RateCounter, Use } from './ports.ts';
import { mayDo, type Scope } from './scope.ts';

/** Who calls. */
export interface Caller {
  /** A key's id, for idempotency keys and logs. */
  readonly id: string;
  readonly scope: Scope;
  /** Leads a minute; undefined: as many as the gateway lets through. */
  readonly ratePerMinute?: number;
  /** Counts what the request uses up, before anything is done for it; undefined: the key has no rate of its own. */
  readonly use: (what: Use, amount: number) => Promise<Usage | undefined>;
}

/** What a key may use up in this minute, and how much of it is left. */
export interface Usage {
  readonly quota: number;
  /** Undefined: it was not looked up. */
  readonly left?: number;
  /** Until the next minute, from 1 to 60. */
  readonly resetSeconds: number;
  /** Nothing was counted: `now`, more than is left; `always`, more than a whole minute's, so that waiting does not help. */
  readonly refused?: 'now' | 'always';
}

/** `keyId`: whose secret was right; of a key that was revoked, too, so that an operator sees who still uses it. */
export interface Refusal {
  readonly refused: 'no-key' | 'unknown-key' | 'wrong-scope';
  readonly keyId?: string;
}

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
/** Requests a minute that submit no lead, for each lead of a key's rate: a page asks for a result until it is there. */
export const REQUESTS_PER_LEAD = 20;

/** Looks keys up and keeps them for 30 seconds; unknown keys are not kept, so they cost no memory. */
export function createAuthenticator({ keys, rates, clock }: Deps): Authenticate {
  const known = new Map<string, { readonly key: ApiKey; readonly since: number }>();

  const find = async (id: string, now: number): Promise<ApiKey | undefined> => {
    const cached = known.get(id);
    if (cached !== undefined && isFresh(now - cached.since, KEY_TTL_MS)) return cached.key;
    const key = await keys.get(id);
    if (key === undefined) known.delete(id);
    else known.set(id, { key, since: now });
    return key;
  };

  const useOf =
    ({ id, ratePerMinute: rate }: ApiKey): Caller['use'] =>
    async (what, amount) => {
      if (rate === undefined) return undefined;
      const quota = what === 'leads' ? rate : REQUESTS_PER_LEAD * rate;
      const now = clock.now().getTime();
      const minute = Math.floor(now / MINUTE_MS);
      const facts = { quota, resetSeconds: Math.ceil(((minute + 1) * MINUTE_MS - now) / 1000) };
      if (amount > quota) return { ...facts, refused: 'always' };
      const { taken, used } = await rates.take(id, minute, what, amount, quota);
      return { ...facts, left: Math.max(0, quota - used), ...(taken ? {} : { refused: 'now' }) };
    };

  return async (authorization, scope) => {
    const [, token] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
    if (token === undefined) return { refused: 'no-key' };
    const parsed = parseKey(token);
    const key = parsed && (await find(parsed.id, clock.now().getTime()));
    if (key === undefined || !isSecretOf(key, parsed!.secret)) return { refused: 'unknown-key' };
    if (key.revokedAt !== undefined) return { refused: 'unknown-key', keyId: key.id };
    if (!mayDo(key.scope, scope)) return { refused: 'wrong-scope', keyId: key.id };
    const { id, ratePerMinute } = key;
    return {
      id,
      scope: key.scope,
      ...(ratePerMinute === undefined ? {} : { ratePerMinute }),
      use: useOf(key),
    };
  };
}

/** Who calls without a key. */
export const ANONYMOUS = 'anonymous';

/** Lets everybody do everything: for the local stack only. */
export const openToAll: Authenticate = async () => ({
  id: ANONYMOUS,
  scope: 'admin',
  use: async () => undefined,
});
