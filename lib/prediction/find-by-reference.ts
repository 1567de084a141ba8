import type { Clock } from '../clock.ts';
import { type Batch, parseMemberId } from './batch.ts';
import { queuedMember } from './get-prediction.ts';
import type {
  PredictionPage,
  PredictionStore,
  ReferenceEntry,
  ReferenceQuery,
  ReferenceStore,
} from './ports.ts';
import type { ErasedPrediction, Prediction } from './prediction.ts';

export interface HistoryDeps {
  readonly store: PredictionStore;
  readonly references: ReferenceStore;
  readonly clock: Clock;
}

/** What an entry leads to: `none`, there is no such prediction (yet); `other`, one that the entry was not made for. */
export type Found = Prediction | ErasedPrediction | 'none' | 'other';

/**
 * A page of the predictions of a lead by the caller's own id of it, newest first, as of the last completed write; those in
 * the queue too. What has expired or was erased is left out, so a page may be short although more follow.
 *
 * @throws {InputError} the cursor is none
 */
export async function findByReference(deps: HistoryDeps, query: ReferenceQuery): Promise<PredictionPage> {
  const { entries, next } = await deps.references.list(query);
  const found = await followEntries(deps, entries);
  const now = deps.clock.now();
  const predictions = found.filter(
    (each): each is Prediction =>
      typeof each === 'object' && each.status !== 'erased' && each.expiresAt > now,
  );
  return { predictions, ...(next === undefined ? {} : { next }) };
}

/**
 * The prediction of each entry, in their order. An entry is written before its prediction, so there may be none: the request
 * ended in between. And a request with an idempotency key of before makes an entry under the id of what was accepted then:
 * only the one that has the prediction's time and reference counts.
 */
export async function followEntries(
  { store }: Pick<HistoryDeps, 'store'>,
  entries: readonly ReferenceEntry[],
): Promise<Found[]> {
  const rows = await store.getMany(
    entries.map(({ id }) => id),
    { asOfLastWrite: true },
  );
  const batches = new Map<string, Promise<Batch | undefined>>();
  const batchOf = (id: string) => {
    const reading = batches.get(id) ?? store.getBatch(id);
    batches.set(id, reading);
    return reading;
  };
  return Promise.all(
    entries.map(async (entry, i): Promise<Found> => {
      const row = rows[i];
      if (row === undefined) return findMember(entry, batchOf);
      if (row.status === 'erased') return row;
      // A member that ended without its message, as a canceled one does: its row knows nothing of the lead.
      if (row.reference === undefined && parseMemberId(row.id) !== undefined) {
        const member = await findMember(entry, batchOf);
        return typeof member === 'string' ? member : { ...row, reference: entry.reference };
      }
      return row.reference === entry.reference && isSameTime(row, entry) ? row : 'other';
    }),
  );
}

/** A member of a batch has no row until it is final: the batch's answers for it, and the entry for its reference. */
async function findMember(
  entry: ReferenceEntry,
  batchOf: (id: string) => Promise<Batch | undefined>,
): Promise<Found> {
  const member = parseMemberId(entry.id);
  const batch = member && (await batchOf(member.batchId));
  const queued = batch && queuedMember(batch, member!.index);
  if (queued === undefined) return 'none';
  if (!isSameTime(queued, entry) || batch!.requestSha256 !== entry.requestSha256) return 'other';
  return { ...queued, reference: entry.reference };
}

const isSameTime = (one: { readonly createdAt: Date }, other: { readonly createdAt: Date }): boolean =>
  one.createdAt.getTime() === other.createdAt.getTime();
