import { forAll } from '../for-all.ts';
import { eraseOutcomes } from '../outcomes/erase-outcomes.ts';
import { eraseRow } from './cancel-prediction.ts';
import { followEntries, type HistoryDeps } from './find-by-reference.ts';
import type { ReferenceEntry } from './ports.ts';

export interface LeadErasure {
  /** Ids of the predictions that this call erased. */
  readonly erased: readonly string[];
  /** False: there may be more; repeat the call. */
  readonly complete: boolean;
}

/** Entries that one request looks at: if all are in one dead letter, it is read and written as often, one after the other. */
const MOST = 50;
const AT_ONCE = 10;
/** An entry is written before its prediction: one without may belong to a request that is not over yet, milliseconds. */
const IN_FLIGHT_MS = 60_000;

/**
 * Erases all predictions of a lead by the caller's own id of it, whatever their state, what they were found by, and what became of the lead. Safe
 * to repeat: what failed in between is still found.
 */
export async function eraseLead(
  deps: HistoryDeps & Parameters<typeof eraseRow>[0] & Parameters<typeof eraseOutcomes>[0],
  reference: string,
): Promise<LeadErasure> {
  const { entries, next } = await deps.references.list({ reference, limit: MOST });
  const found = await followEntries(deps, entries);
  const young = deps.clock.now().getTime() - IN_FLIGHT_MS;
  const due: { readonly entry: ReferenceEntry; readonly lane: string }[] = [];
  const gone: ReferenceEntry[] = [];
  entries.forEach((entry, i) => {
    const each = found[i]!;
    if (typeof each === 'object' && each.status !== 'erased')
      due.push({ entry, lane: (each.status === 'failed' && each.deadLetter) || entry.id });
    // Of another lead, or erased already: only the entry goes.
    else if (each !== 'none' || entry.createdAt.getTime() <= young) gone.push(entry);
  });
  // Each erasure rewrites its letter: those of one letter go one after the other.
  const lanes = [...Map.groupBy(due, ({ lane }) => lane).values()];
  await forAll(lanes, AT_ONCE, async (lane) => {
    for (const { entry } of lane) await eraseRow(deps, entry.id);
  });
  await deps.references.remove([...due.map(({ entry }) => entry), ...gone]);
  // After the predictions: a message that comes now finds them erased, and takes back what it notes.
  const isForgotten = await eraseOutcomes(deps, reference);
  const rest = entries.length - due.length - gone.length;
  const complete = next === undefined && rest === 0 && isForgotten;
  return { erased: due.map(({ entry }) => entry.id), complete };
}
