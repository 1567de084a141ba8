import type { Usage } from '../auth/authenticate.ts';
import type { Use } from '../auth/ports.ts';

const WINDOW_SECONDS = 60;

/**
 * What a key may use up in a minute, and how much of it is left, as `RateLimit-Policy` and `RateLimit`.
 *
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ (version 10)
 * @example
 * rateFields('leads', { quota: 60, left: 12, resetSeconds: 41 });
 * // { 'ratelimit-policy': '"leads";q=60;w=60', ratelimit: '"leads";r=12;t=41' }
 */
export function rateFields(
  what: Use,
  { quota, left, resetSeconds }: Usage,
): Readonly<Record<string, string>> {
  return {
    'ratelimit-policy': `"${what}";q=${quota};w=${WINDOW_SECONDS}`,
    ...(left === undefined ? {} : { ratelimit: `"${what}";r=${left};t=${resetSeconds}` }),
  };
}
