import { forAll } from '../for-all.ts';

const AT_ONCE = 10;

/** What one look did, by the names of the counts. */
export type Done<Count extends string> = Partial<Record<Count, number>>;

/**
 * Looks after what was accepted and is not final for too long, and adds up what was done. A sweep is safe to run at any
 * time, also twice at once: each look changes only what is still open.
 *
 * @param none every count, at zero
 * @throws when any could not be looked after now; the others are, and the next sweep tries again
 */
export async function sweep<T, Count extends string>(
  open: readonly T[],
  none: Readonly<Record<Count, number>>,
  lookAfter: (item: T) => Promise<Done<Count>>,
): Promise<Record<Count, number>> {
  const sums: Record<Count, number> = { ...none };
  for (const done of await forAll(open, AT_ONCE, lookAfter))
    for (const name of Object.keys(done) as Count[]) sums[name] += done[name] ?? 0;
  return sums;
}
