import type { DeadLetter, DeadLetterStore } from '../../ports.ts';

export interface MemoryDeadLetterStore extends DeadLetterStore {
  readonly letters: ReadonlyMap<string, DeadLetter>;
}

export function createMemoryDeadLetterStore(): MemoryDeadLetterStore {
  const letters = new Map<string, DeadLetter>();
  return {
    letters,
    async keep(letter) {
      letters.set(letter.id, letter);
    },
  };
}
