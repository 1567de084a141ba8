import type { ReferenceEntry } from './ports.ts';

/** A prediction, or a member of a batch. */
interface Named {
  readonly id: string;
  readonly reference?: string;
}

/**
 * The entries of those that have a reference, none for the others.
 *
 * @param accepted what was accepted: the prediction itself, or the batch, whose request is noted because the members have no
 *   rows yet that could tell whose an entry is
 */
export const entriesOf = (
  named: readonly Named[],
  accepted: Pick<ReferenceEntry, 'createdAt' | 'expiresAt' | 'requestSha256'>,
): ReferenceEntry[] =>
  named.flatMap(({ id, reference }) => {
    if (reference === undefined) return [];
    const { createdAt, expiresAt, requestSha256 } = accepted;
    return [
      { reference, createdAt, id, expiresAt, ...(requestSha256 === undefined ? {} : { requestSha256 }) },
    ];
  });
