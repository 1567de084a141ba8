export interface Clock {
  now(): Date;
}

export interface IdSource {
  /** A new id: unique, and not to be guessed from others. */
  next(): string;
}
