import type { Idempotency } from '../acceptance/idempotency.ts';
import type { ApiRequest } from './api-route.ts';
import { HttpProblem } from './problem.ts';

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
