import type { Quoting } from './quoting.ts';

/**
 * The errors of the core. A boundary maps a class to an answer (HTTP status, exit code, retry or not);
 * everything that is not one of these is a defect, and is retried by the queue and answered 500 by the API.
 */

/** The input or the model is wrong and stays wrong: record `failed`, never retry. */
export class PermanentError extends Error {
  override readonly name: string = 'PermanentError';
}

/** Throttling, network, an outage: the same call may succeed later, so the queue retries it. */
export class TransientError extends Error {
  override readonly name: string = 'TransientError';
}

/** A conditional write found another state than it was told to expect. */
export class ConflictError extends Error {
  override readonly name: string = 'ConflictError';
}

/** Something that was named does not exist. */
export class NotFoundError extends Error {
  override readonly name: string = 'NotFoundError';
}

/** The user of the command line, or a file that they gave, is at fault; the message says what to do. */
export class InputError extends Error {
  override readonly name: string = 'InputError';
  /** The message without the cells of the file that it quotes; undefined: it quotes none. */
  readonly withoutCells?: string;

  constructor(message: string | Quoting, options?: ErrorOptions) {
    super(typeof message === 'string' ? message : message.text, options);
    if (typeof message === 'object') this.withoutCells = message.withoutCells;
  }
}

/** An error as records and logs may have it: its message quotes no cell of a file. */
export const hideCells = (error: unknown): unknown =>
  error instanceof InputError && error.withoutCells !== undefined
    ? new InputError(
        `${error.withoutCells} Where “…” stands, \`scorelane profile\` on your machine shows what the file says.`,
      )
    : error;

/** The message of anything that was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What a client may read of an error: our own words, never those of an SDK, which name accounts and resources. */
export const describeForClient = (error: unknown): string =>
  error instanceof PermanentError || error instanceof TransientError || error instanceof NotFoundError
    ? error.message
    : 'unexpected error';
