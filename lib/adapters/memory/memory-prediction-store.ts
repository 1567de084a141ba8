import { ConflictError } from '../../errors.ts';
import type { PredictionStore } from '../../ports.ts';
import type { Batch } from '../../prediction/batch.ts';
import type { ErasedPrediction, Prediction } from '../../prediction/prediction.ts';

export function createMemoryPredictionStore(): PredictionStore {
  const batches = new Map<string, Batch>();
  const rows = new Map<string, Prediction | ErasedPrediction>();
  return {
    async create(prediction) {
      if (rows.has(prediction.id) || batches.has(prediction.id))
        throw new ConflictError(`prediction ${prediction.id} exists already`);
      rows.set(prediction.id, structuredClone(prediction));
    },
    async get(id) {
      return structuredClone(rows.get(id));
    },
    async complete(id, outcome) {
      const row = rows.get(id);
      if (row?.status !== 'queued') return false;
      rows.set(id, { ...row, ...structuredClone(outcome) });
      return true;
    },
    async getMany(ids) {
      return ids.map((id) => structuredClone(rows.get(id)));
    },
    async createBatch(batch) {
      if (rows.has(batch.id) || batches.has(batch.id)) throw new ConflictError(`${batch.id} exists already`);
      batches.set(batch.id, structuredClone(batch));
    },
    async getBatch(id) {
      return structuredClone(batches.get(id));
    },
    async erase(id, absent) {
      const row = rows.get(id);
      const expiresAt = row?.expiresAt ?? absent;
      if (expiresAt !== undefined) rows.set(id, { id, status: 'erased', expiresAt });
      return row !== undefined;
    },
    async listRecent({ model, limit, before }) {
      const oldest = before.getTime() - 30 * 86_400_000;
      return [...rows.values()]
        .filter((row) => row.status !== 'erased')
        .filter(
          (row) => row.model.name === model && row.createdAt <= before && row.createdAt.getTime() > oldest,
        )
        .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
        .slice(0, limit)
        .map((row) => structuredClone(row));
    },
    async ping() {},
  };
}
