import { mayDo } from '../auth/scope.ts';
import { InputError } from '../errors.ts';
import { readWebhookUrl } from '../webhook/webhook.ts';
import type { AcceptDeps, ApiRequest } from './api-route.ts';
import { lackOf } from './identify.ts';
import { HttpProblem } from './problem.ts';

/**
 * Where the end of what is submitted is to be told: `?webhook=https%3A%2F%2F…`.
 *
 * @throws {HttpProblem} it is no address that can be called, or the key may not name one
 */
export function readWebhook(
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
