import type { Idempotency } from '../acceptance/idempotency.ts';
import { mayDo } from '../auth/scope.ts';
import { InputError } from '../errors.ts';
import { saysTags } from '../prediction/read-envelope.ts';
import { readWebhookUrl } from '../webhook/webhook.ts';
import type { AcceptDeps, ApiRequest } from './api-route.ts';
import { lackOf } from './identify.ts';
import { HttpProblem } from './problem.ts';

/**
 * What a request that submits says besides its body. Of what a client prefers (RFC 7240): `wait`, with or without seconds, answer
 * with the result; `handling=lenient`, accept what is good and report the rest. What is not known is ignored, as the RFC asks.
 *
 * @throws {HttpProblem} the idempotency key is invalid; the webhook is no address that can be called, or the key may not name one
 */
export function readSubmission(deps: Pick<AcceptDeps, 'webhookHosts'>, request: ApiRequest) {
  const { prefer = '' } = request.headers;
  const preferences = prefer.split(',').map((preference) => preference.split(';')[0]!.trim().toLowerCase());
  return {
    wait: preferences.some((preference) => /^wait(\s*=\s*"?\d+"?)?$/.test(preference)),
    lenient: preferences.some((preference) => /^handling\s*=\s*"?lenient"?$/.test(preference)),
    idempotency: readIdempotency(request),
    webhook: readWebhook(deps, request),
  };
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
  try {
    return { url: readWebhookUrl(text, webhookHosts), caller: caller.id };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const errors = [{ field: 'webhook', message: error.message }];
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
