import type { Scope } from '../auth/api-key.ts';
import type { Headers } from './answer.ts';
import type { ApiDeps } from './api-route.ts';
import { HttpProblem } from './problem.ts';

const CHALLENGE = { 'www-authenticate': 'Bearer realm="scorelane"' };

/**
 * The id of the key that the request bears.
 *
 * @throws {HttpProblem} 401 no key, or none of ours; 403 not of the scope; 429 too many requests in this minute
 */
export async function identify(
  { authenticate }: ApiDeps,
  { authorization }: Headers,
  scope: Scope,
): Promise<string> {
  const answer = await authenticate(authorization, scope);
  if (!('refused' in answer)) return answer.id;
  switch (answer.refused) {
    case 'no-key':
      throw new HttpProblem('unauthorized', 'expected “Authorization: Bearer <key>”', CHALLENGE);
    case 'unknown-key':
      throw new HttpProblem('unauthorized', 'the key is unknown or was revoked', CHALLENGE);
    case 'wrong-scope':
      throw new HttpProblem('forbidden', `this needs a key of the scope “${scope}”`);
    case 'too-many':
      throw new HttpProblem('too-many-requests', 'this key has used up its requests of this minute', {
        'retry-after': String(answer.retryAfterSeconds),
      });
  }
}
