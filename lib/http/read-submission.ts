import type { Idempotency } from '../acceptance/idempotency.ts';
import { mayDo } from '../auth/scope.ts';
import type { Clock } from '../clock.ts';
import { MOST_EXPIRES_AFTER_SECONDS } from '../contract/words.ts';
import { InputError } from '../errors.ts';
import { saysTags } from '../prediction/read-envelope.ts';
import { readWebhookUrl } from '../webhook/webhook.ts';
import type { AcceptDeps, ApiRequest } from './api-route.ts';
import { lackOf } from './identify.ts';
import { HttpProblem } from './problem.ts';
import { readPreferences } from './read-preferences.ts';

/**
 * What a request that submits says besides its body. `wait`: the client waits for the result; a lead takes milliseconds, so it is
 * scored in the request, however many seconds it would wait.
 *
 * @throws {HttpProblem} the idempotency key or the time to live is invalid; the webhook is no address that can be called, or the key may not name one
 */
export function readSubmission(
  deps: Pick<AcceptDeps, 'webhookHosts'> & { readonly clock: Clock },
  request: ApiRequest,
) {
  const { wait, lenient, applied } = readPreferences(request.headers.prefer);
  const scoreBy = readScoreBy(deps.clock, request);
  return {
    wait: wait !== undefined,
    // What is scored in the request cannot come too late.
    scoreBy: wait === undefined ? scoreBy : undefined,
    lenient,
    /** `Preference-Applied`, where any of these was heeded. */
    applied(heeded: readonly string[]) {
      const value = applied(heeded);
      return value === '' ? {} : { 'preference-applied': value };
    },
    idempotency: readIdempotency(request),
    webhook: readWebhook(deps, request),
  };
}

/** Of the answer to a request whose idempotency key came before (draft-ietf-httpapi-idempotency-key-header names none; Stripe's). */
export const replayedHeader = (replayed: boolean | undefined): { readonly 'idempotent-replayed'?: 'true' } =>
  replayed === true ? { 'idempotent-replayed': 'true' } : {};

/** Until when a worker may score what is submitted: `Scorelane-Expires-After: 60`. @throws {HttpProblem} no whole seconds in range */
function readScoreBy(clock: Clock, { headers }: ApiRequest): Date | undefined {
  const text = headers['scorelane-expires-after'];
  if (text === undefined) return undefined;
  const seconds = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (seconds >= 1 && seconds <= MOST_EXPIRES_AFTER_SECONDS)
    return new Date(clock.now().getTime() + 1000 * seconds);
  throw new HttpProblem(
    'bad-request',
    `Scorelane-Expires-After: expected whole seconds from 1 to ${MOST_EXPIRES_AFTER_SECONDS}, such as 60`,
  );
}

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

/** @throws {HttpProblem} the key is invalid */
export function readIdempotency({ headers, caller }: ApiRequest): Idempotency | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (!IDEMPOTENCY_KEY.test(key)) {
    throw new HttpProblem(
      'bad-request',
      'expected an Idempotency-Key of 1 to 255 visible ASCII characters, such as a UUID',
    );
  }
  return { caller: caller.id, key };
}

/**
 * Where the end of what is submitted is to be told: `?webhook=https%3A%2F%2F…`.
 *
 * @throws {HttpProblem} it is no address that can be called, or the key may not name one
 */
function readWebhook(
  { webhookHosts }: Pick<AcceptDeps, 'webhookHosts'>,
  { query, caller }: Pick<ApiRequest, 'query' | 'caller'>,
): { readonly url: string; readonly caller: string } | undefined {
  const text = query.get('webhook');
  if (text === null) return undefined;
  // Else a page's key, which is public, makes the service call whom its finder likes.
  if (!mayDo(caller.scope, 'predict')) throw lackOf('predict', 'a webhook');
  return { url: readWebhookAddress({ webhookHosts }, text, 'webhook'), caller: caller.id };
}

/** @throws {HttpProblem} 422 naming the field: it is no address that can be called */
export function readWebhookAddress(
  { webhookHosts }: Pick<AcceptDeps, 'webhookHosts'>,
  text: string,
  field: string,
): string {
  try {
    return readWebhookUrl(text, webhookHosts);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const errors = [{ field, message: error.message }];
    throw new HttpProblem('invalid-request', 'the webhook cannot be called', {}, { errors });
  }
}

/**
 * A key of the scope `form` is known to all visitors of a page: what they say about a lead would stand in the history of
 * somebody's customer.
 *
 * @throws {HttpProblem} 403
 */
export function refuseTags({ caller }: Pick<ApiRequest, 'caller'>, inputs: readonly unknown[]): void {
  if (!mayDo(caller.scope, 'predict') && inputs.some(saysTags))
    throw lackOf('predict', 'a reference or metadata');
}
