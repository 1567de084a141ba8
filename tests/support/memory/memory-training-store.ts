import { ConflictError } from '../../../lib/errors.ts';
import type { TrainingStore } from '../../../lib/trainings/ports.ts';
import { OPEN_TRAINING, type Training } from '../../../lib/trainings/training.ts';

export function createMemoryTrainingStore(): TrainingStore {
  const trainings = new Map<string, Training>();
  const open = (id: string): Training | undefined => {
    const training = trainings.get(id);
    return training !== undefined && OPEN_TRAINING.includes(training.status) ? training : undefined;
  };
  const claimed = new Map<string, string>();
  return {
    async claim(key, id) {
      if (!claimed.has(key)) claimed.set(key, id);
      return claimed.get(key)!;
    },
    async create(training) {
      if (trainings.has(training.id)) throw new ConflictError(`the training ${training.id} exists already`);
      trainings.set(training.id, structuredClone(training));
    },
    async get(id) {
      return structuredClone(trainings.get(id));
    },
    async list({ model, limit, after, since = '' }) {
      const found = [...trainings.values()]
        .filter(
          (training) =>
            (model === undefined || training.model === model) &&
            (after === undefined || training.id < after) &&
            training.id >= since,
        )
        .sort((a, b) => (a.id < b.id ? 1 : -1));
      const page = structuredClone(found.slice(0, limit));
      return { trainings: page, ...(found.length > limit ? { next: page.at(-1)!.id } : {}) };
    },
    async change(id, change) {
      const training = open(id);
      if (training === undefined || (training.sealed === true && change.status === 'canceled')) return false;
      trainings.set(id, { ...training, ...structuredClone(change) });
      return true;
    },
    async recordStep(id, step) {
      const training = open(id);
      if (training === undefined) return false;
      const others = training.steps.filter(({ name }) => name !== step.name);
      const steps = [...others, structuredClone(step)].sort(
        (a, b) => a.startedAt.getTime() - b.startedAt.getTime(),
      );
      trainings.set(id, { ...training, steps });
      return true;
    },
  };
}
