import type { DeadLetter, DeadLetterStore } from '../../../lib/prediction/ports.ts';

export function createMemoryDeadLetterStore(): DeadLetterStore {
  const letters = new Map<string, Omit<DeadLetter, 'error'>>();
  const errors = new Map<string, string>();
  return {
    async noteError(id, error) {
      errors.set(id, error);
    },
    async keep(letter) {
      letters.set(letter.id, structuredClone(letter));
    },
    async get(id) {
      const letter = letters.get(id);
      const error = errors.get(id);
      return letter && { ...structuredClone(letter), ...(error === undefined ? {} : { error }) };
    },
    async list() {
      return [...letters.keys()].sort();
    },
  };
}
