import { decodeJobChunk, decodeJobStep } from '../jobs/job-message.ts';
import { joinJob } from '../jobs/join-job.ts';
import { createPlanReader, scoreChunk } from '../jobs/score-chunk.ts';
import { splitJob } from '../jobs/split-job.ts';
import { createModelLoader } from '../registry/load-model.ts';
import type { Postpone, World } from '../worlds/world.ts';
import { openWorld } from './open-world.ts';

/** What is done with the messages of a queue. */
export interface JobWork {
  work(body: string): Promise<void>;
  readonly postpone: Postpone;
}

export interface Jobs {
  /** Does the step that a message names. */
  readonly steps: JobWork;
  /** Scores the chunk that a message names. */
  readonly chunks: JobWork;
}

type JobPort = 'jobs' | 'files' | 'queues' | 'webhooks' | 'artifacts' | 'postponeStep' | 'postponeChunk';

/** The two functions of jobs need the same things. */
export function composeJobs(world: World<JobPort>): Jobs {
  const [ports, config] = openWorld(world, ['JOB_CHUNK_BYTES']);
  const deps = {
    ...ports,
    load: createModelLoader(ports.artifacts),
    readPlan: createPlanReader(ports.files),
    chunkBytes: config.JOB_CHUNK_BYTES,
  };
  return {
    steps: {
      async work(body) {
        const message = decodeJobStep(body);
        await (message.step === 'join'
          ? joinJob(deps, message.jobId)
          : splitJob(deps, message.jobId, message.from));
      },
      postpone: ports.postponeStep,
    },
    chunks: { work: (body) => scoreChunk(deps, decodeJobChunk(body)), postpone: ports.postponeChunk },
  };
}
