import { encodeLeadMessage } from '../../../lib/prediction/lead-message.ts';
import type { LeadQueue } from '../../../lib/prediction/ports.ts';

export interface MemoryLeadQueue extends LeadQueue {
  /** Removes and returns the bodies of the waiting messages, oldest first. */
  takeAll(): string[];
}

export function createMemoryLeadQueue(): MemoryLeadQueue {
  const bodies: string[] = [];
  return {
    async send(job) {
      bodies.push(encodeLeadMessage(job));
    },
    takeAll: () => bodies.splice(0),
    waiting: async () => bodies.length,
    async ping() {},
  };
}
