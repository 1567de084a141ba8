import { ConflictError, InputError } from '../../../lib/errors.ts';
import type { Batch } from '../../../lib/prediction/batch.ts';
import type { PredictionStore } from '../../../lib/prediction/ports.ts';
import type { ErasedPrediction, Prediction } from '../../../lib/prediction/prediction.ts';

export function createMemoryPredictionStore(): PredictionStore {
  const batches = new Map<string, Batch>();
  const rows = new Map<string, Prediction | ErasedPrediction>();
  /** Open predictions and batches: since when. */
  const open = new Map<string, Date>();
  return {
    async create(prediction) {
      if (rows.has(prediction.id) || batches.has(prediction.id))
        throw new ConflictError(`prediction ${prediction.id} exists already`);
      rows.set(prediction.id, structuredClone(prediction));
      if (prediction.status === 'queued') open.set(prediction.id, prediction.createdAt);
    },
    async get(id) {
      return structuredClone(rows.get(id));
    },
    async complete(id, outcome) {
      const row = rows.get(id);
      if (row?.status !== 'queued') return false;
      const { deferred: _deferred, ...facts } = row;
      rows.set(id, { ...facts, ...structuredClone(outcome) });
      open.delete(id);
      return true;
    },
    async getMany(ids) {
      return ids.map((id) => structuredClone(rows.get(id)));
    },
    async createBatch(batch) {
      if (rows.has(batch.id) || batches.has(batch.id)) throw new ConflictError(`${batch.id} exists already`);
      batches.set(batch.id, structuredClone(batch));
      open.set(batch.id, batch.createdAt);
    },
    async listOpen(since, limit) {
      const found = [...open]
        .filter(([, at]) => at <= since)
        .sort(([, a], [, b]) => a.getTime() - b.getTime());
      return found.slice(0, limit).map(([id]) => id);
    },
    async defer(id, at) {
      if (!open.has(id)) return undefined;
      open.set(id, at);
      const [row, batch] = [rows.get(id), batches.get(id)];
      const deferred = 1 + ((row?.status === 'queued' ? row.deferred : batch?.deferred) ?? 0);
      if (row?.status === 'queued') rows.set(id, { ...row, deferred });
      if (batch !== undefined) batches.set(id, { ...batch, deferred });
      return deferred;
    },
    async closeBatch(id) {
      const batch = batches.get(id);
      if (batch === undefined) return;
      open.delete(id);
      const { deferred: _deferred, ...closed } = batch;
      batches.set(id, closed);
    },
    async getBatch(id) {
      return structuredClone(batches.get(id));
    },
    async addWebhookAttempt(id, attempt) {
      const row = rows.get(id) ?? batches.get(id);
      if (row === undefined || !('webhook' in row) || row.webhook === undefined) return false;
      const webhook = { ...row.webhook, attempts: [...row.webhook.attempts, structuredClone(attempt)] };
      if ('count' in row) batches.set(id, { ...row, webhook });
      else rows.set(id, { ...row, webhook });
      return true;
    },
    async erase(id, absent) {
      if (batches.has(id)) {
        if (absent !== undefined) throw new ConflictError(`${id} exists already`);
        return false;
      }
      const row = rows.get(id);
      const expiresAt = row?.expiresAt ?? absent;
      if (expiresAt !== undefined) rows.set(id, { id, status: 'erased', expiresAt });
      open.delete(id);
      return row !== undefined;
    },
    async list({ model, order, until, since, limit, cursor }) {
      const oldest = until.getTime() - LISTED_MS;
      const keyOf = (row: Prediction) => (order === 'newest' ? row.createdAt.getTime() : probabilityOf(row));
      const after = cursor === undefined ? undefined : readCursor(cursor);
      const all = [...rows.values()]
        .filter((row) => row.status !== 'erased')
        .filter((row) => row.model.name === model && row.createdAt <= until)
        .filter((row) =>
          order === 'newest'
            ? row.createdAt.getTime() > oldest && (since === undefined || row.createdAt >= since)
            : row.status === 'succeeded' && dayOf(row.createdAt) === dayOf(until),
        )
        .sort((x, y) => compare([keyOf(x), x.id], [keyOf(y), y.id]))
        .filter((row) => after === undefined || compare(after, [keyOf(row), row.id]) < 0);
      const page = all.slice(0, limit);
      const last = page.at(-1);
      return {
        predictions: page.map((row) => structuredClone(row)),
        ...(all.length > page.length && last !== undefined
          ? { next: writeCursor([keyOf(last), last.id]) }
          : {}),
      };
    },
    async ping() {},
  };
}

const LISTED_MS = 30 * 86_400_000;
const dayOf = (date: Date): string => date.toISOString().slice(0, 10);
const probabilityOf = (row: Prediction): number => (row.status === 'succeeded' ? row.result.probability : 0);

/** What the list is sorted by, highest first, and the id where that is equal. */
type Place = readonly [key: number, id: string];
const compare = ([a, x]: Place, [b, y]: Place): number => b - a || (x < y ? 1 : x > y ? -1 : 0);

const writeCursor = (place: Place): string => Buffer.from(JSON.stringify(place)).toString('base64url');

function readCursor(cursor: string): Place {
  try {
    const [key, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (typeof key === 'number' && typeof id === 'string') return [key, id];
  } catch {
    // Told below.
  }
  throw new InputError('expected the cursor of an earlier page');
}
