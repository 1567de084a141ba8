import { ConflictError } from '../../errors.ts';
import type { TrainingStore } from '../../run-ports.ts';
import { OPEN_RUN, type TrainingRun } from '../../runs/run.ts';

export function createMemoryTrainingStore(): TrainingStore {
  const runs = new Map<string, TrainingRun>();
  const open = (id: string): TrainingRun | undefined => {
    const run = runs.get(id);
    return run !== undefined && OPEN_RUN.includes(run.status) ? run : undefined;
  };
  const claimed = new Map<string, string>();
  return {
    async claim(key, id) {
      if (!claimed.has(key)) claimed.set(key, id);
      return claimed.get(key)!;
    },
    async create(run) {
      if (runs.has(run.id)) throw new ConflictError(`the training ${run.id} exists already`);
      runs.set(run.id, structuredClone(run));
    },
    async get(id) {
      return structuredClone(runs.get(id));
    },
    async list({ model, limit, after, since = '' }) {
      const found = [...runs.values()]
        .filter(
          (run) =>
            (model === undefined || run.model === model) &&
            (after === undefined || run.id < after) &&
            run.id >= since,
        )
        .sort((a, b) => (a.id < b.id ? 1 : -1));
      const page = structuredClone(found.slice(0, limit));
      return { runs: page, ...(found.length > limit ? { next: page.at(-1)!.id } : {}) };
    },
    async change(id, change) {
      const run = open(id);
      if (run === undefined || (run.sealed === true && change.status === 'canceled')) return false;
      runs.set(id, { ...run, ...structuredClone(change) });
      return true;
    },
    async recordStep(id, step) {
      const run = open(id);
      if (run === undefined) return false;
      const others = run.steps.filter(({ name }) => name !== step.name);
      const steps = [...others, structuredClone(step)].sort(
        (a, b) => a.startedAt.getTime() - b.startedAt.getTime(),
      );
      runs.set(id, { ...run, steps });
      return true;
    },
  };
}
