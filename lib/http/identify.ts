import { type Authenticate, type Caller, REQUESTS_PER_LEAD, type Usage } from '../auth/authenticate.ts';
import type { Use } from '../auth/ports.ts';
import type { Scope } from '../auth/scope.ts';
import type { Headers } from './answer.ts';
import { HttpProblem } from './problem.ts';

const REALM = 'Bearer realm="scorelane"';

/** What a key lacks (RFC 6750 §3); a request without a key gets no error code. */
const challenge = (error?: 'invalid_token' | 'insufficient_scope', scope?: Scope) => ({
  'www-authenticate': [
    REALM,
    ...(error === undefined ? [] : [`error="${error}"`]),
    ...(scope === undefined ? [] : [`scope="${scope}"`]),
  ].join(', '),
});

/**
 * Who bears the key of the request.
 *
 * @param note gets the id of a key whose secret was right, also when the request is refused
 * @throws {HttpProblem} 401 no key, or none of ours; 403 not of the scope
 */
export async function identify(
  { authenticate }: { readonly authenticate: Authenticate },
  { authorization }: Headers,
  scope: Scope,
  note: (keyId: string) => void,
): Promise<Caller> {
  const answer = await authenticate(authorization, scope);
  if (!('refused' in answer)) {
    note(answer.id);
    return answer;
  }
  if (answer.keyId !== undefined) note(answer.keyId);
  switch (answer.refused) {
    case 'no-key':
      throw new HttpProblem('unauthorized', 'expected “Authorization: Bearer <key>”', challenge());
    case 'unknown-key':
      throw new HttpProblem('unauthorized', 'the key is unknown or was revoked', challenge('invalid_token'));
    case 'wrong-scope':
      throw lackOf(scope);
  }
}

/** A key of a lesser scope may not do this. */
export const lackOf = (scope: Scope, what = 'this'): HttpProblem =>
  new HttpProblem(
    'forbidden',
    `${what} needs a key of the scope “${scope}”`,
    challenge('insufficient_scope', scope),
  );

/** Canceling is for the key that submitted it: `mayCancel`. */
export const notYours = (what: 'prediction' | 'batch'): HttpProblem =>
  new HttpProblem(
    'forbidden',
    `the key of this request did not submit this ${what}; canceling it needs the key that did, or one of the scope “admin”`,
  );

/**
 * Counts what a request uses up of its key's rate.
 *
 * @param note gets what is left of the rate, also when the request is refused; a key without a rate has none
 * @throws {HttpProblem} 429 with Retry-After: more than the rest of this minute's; 413: more than any minute's
 */
export async function countUse(
  caller: Caller,
  what: Use,
  amount: number,
  note: (usage: Usage) => void,
): Promise<void> {
  const usage = await caller.use(what, amount);
  if (usage === undefined) return;
  note(usage);
  if (usage.refused !== undefined) throw refuseUse(usage, caller, what, amount);
}

function refuseUse(usage: Usage, { ratePerMinute = 0 }: Caller, what: Use, amount: number): HttpProblem {
  const format = (n: number) => n.toLocaleString('en-US');
  const leads = `${format(ratePerMinute)} ${ratePerMinute === 1 ? 'lead' : 'leads'} a minute`;
  if (usage.refused === 'always') {
    return new HttpProblem(
      'batch-too-large',
      `expected at most ${leads}, the rate of this key, got ${format(amount)} in one request; send smaller batches, or use a key with a higher rate`,
    );
  }
  const rest =
    what === 'leads'
      ? amount === 1
        ? `this key has submitted all that it may in this minute (${leads})`
        : `this key may submit ${leads}, and fewer than ${format(amount)} are left of this minute; nothing was accepted`
      : `this key has used up its requests of this minute (${format(REQUESTS_PER_LEAD * ratePerMinute)} besides leads)`;
  return new HttpProblem('too-many-requests', rest, { 'retry-after': String(usage.resetSeconds) });
}
