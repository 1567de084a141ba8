import type { JobChunk, JobStep } from '../../../lib/jobs/job-message.ts';
import type { JobQueues } from '../../../lib/jobs/ports.ts';

/** Keeps what is sent, for a test to look at. */
export function createMemoryJobQueues(): JobQueues & {
  readonly steps: JobStep[];
  readonly chunks: JobChunk[];
} {
  const steps: JobStep[] = [];
  const chunks: JobChunk[] = [];
  return {
    steps,
    chunks,
    async sendStep(step) {
      steps.push(step);
    },
    async sendChunks(sent) {
      chunks.push(...sent);
    },
    async waiting() {
      return steps.length + chunks.length;
    },
  };
}
