import type { LeadQueue } from '../../ports.ts';
import { encodeLeadMessage } from '../../prediction/lead-message.ts';

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
