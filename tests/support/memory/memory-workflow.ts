import type { Workflow } from '../../../lib/trainings/ports.ts';

/** Remembers what was asked of it. */
export function createMemoryWorkflow(): Workflow & {
  readonly started: string[];
  readonly stopped: string[];
} {
  const started: string[] = [];
  const stopped: string[] = [];
  return {
    started,
    stopped,
    async start(id) {
      if (!started.includes(id)) started.push(id);
    },
    async stop(id) {
      if (!stopped.includes(id)) stopped.push(id);
    },
  };
}
