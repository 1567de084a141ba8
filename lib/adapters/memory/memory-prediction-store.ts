import { ConflictError } from '../../errors.ts';
import type { PredictionStore } from '../../ports.ts';
import type { ErasedPrediction, Prediction } from '../../prediction/prediction.ts';

export function createMemoryPredictionStore(): PredictionStore {
  const rows = new Map<string, Prediction | ErasedPrediction>();
  return {
    async create(prediction) {
      if (rows.has(prediction.id)) throw new ConflictError(`prediction ${prediction.id} exists already`);
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
    async erase(id) {
      const row = rows.get(id);
      if (row !== undefined) rows.set(id, { id, status: 'erased', expiresAt: row.expiresAt });
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
