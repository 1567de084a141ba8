import { messageOf, TransientError } from '../errors.ts';

/** What is stored first and queued then. */
export type Queued = 'prediction' | 'batch' | 'job' | 'training';

/** It is stored, but its queue did not take it; its id was given out and stays valid. */
export class NotQueuedError extends TransientError {
  override readonly name = 'NotQueuedError';
  readonly kind: Queued;
  readonly id: string;

  constructor(kind: Queued, id: string, cause: unknown) {
    super(`${kind} ${id} is stored but could not be queued: ${messageOf(cause)}`, { cause });
    this.kind = kind;
    this.id = id;
  }
}

/** Sends what was stored under the id. @throws {NotQueuedError} it was not sent: a sweep, or the same request, sends it again */
export async function queueStored(kind: Queued, id: string, send: () => Promise<void>): Promise<void> {
  try {
    await send();
  } catch (error) {
    throw new NotQueuedError(kind, id, error);
  }
}
