import { ConflictError } from '../../errors.ts';
import type { PredictionStore } from '../../ports.ts';
import type { Prediction } from '../../prediction/prediction.ts';

export function createMemoryPredictionStore(): PredictionStore {
  const rows = new Map<string, Prediction>();
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
    async ping() {},
  };
}
