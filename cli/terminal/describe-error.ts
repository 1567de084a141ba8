import { ApiError, ConnectionError } from '../../lib/client/index.ts';
import { messageOf } from '../../lib/errors.ts';
import { withHints } from './hint.ts';

/** An error as a sentence, with what to do about it. */
export function describeError(error: unknown): string {
  if (error instanceof ConnectionError)
    return `${error.message}. Check the address, and that the stack runs.`;
  if (!(error instanceof ApiError)) return withHints(messageOf(error));
  const { errors = [] } = error.problem;
  const fields = errors.map(({ field, message }) => `\n  ${field}: ${message}`).join('');
  const hint = error.status === 401 ? ' Set SCORELANE_API_KEY.' : '';
  return `the API says: ${withHints(error.message)}${hint}${fields}`;
}
