import type { JobQueue } from '../../ports.ts';
import { encodeScoreJob } from '../../prediction/score-job.ts';

export interface MemoryJobQueue extends JobQueue {
  /** Removes and returns the bodies of the waiting messages, oldest first. */
  takeAll(): string[];
}

export function createMemoryJobQueue(): MemoryJobQueue {
  const bodies: string[] = [];
  return {
    async send(job) {
      bodies.push(encodeScoreJob(job));
    },
    takeAll: () => bodies.splice(0),
    waiting: async () => bodies.length,
    async ping() {},
  };
}
