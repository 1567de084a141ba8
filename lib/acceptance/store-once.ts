import { ConflictError } from '../errors.ts';
import { KeyReusedError } from './idempotency.ts';

/** What an idempotency key may have been used for. */
interface Accepted {
  readonly requestSha256?: string;
}

/**
 * Stores what was accepted, or finds what the same request stored before under the same id.
 *
 * A conflict without an idempotency key is our own write, whose answer was lost: random ids do not meet.
 *
 * @param find undefined: something else has this id
 * @throws {KeyReusedError} the key was used for another request
 */
export async function storeOnce<T extends Accepted>(
  item: T,
  create: (item: T) => Promise<void>,
  find: () => Promise<T | undefined>,
): Promise<T> {
  try {
    await create(item);
    return item;
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    return requireSame(await find(), item.requestSha256);
  }
}

/** @throws {KeyReusedError} it is none, or of another request */
export function requireSame<T extends Accepted>(found: T | undefined, requestSha256: string | undefined): T {
  if (found === undefined || found.requestSha256 !== requestSha256) throw new KeyReusedError();
  return found;
}
