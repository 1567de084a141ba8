import type { Clock } from '../ports.ts';
import type { TrainingStore, Workflow } from '../run-ports.ts';
import { settleAll } from '../settle-all.ts';
import type { TrainingRun } from './run.ts';
import { timeOrderedId } from './run-id.ts';

interface Deps {
  readonly runs: TrainingStore;
  readonly workflow: Workflow;
  readonly clock: Clock;
}

/** What one sweep did. */
export interface TrainingSweep {
  readonly trainingsStarted: number;
  readonly trainingsGivenUp: number;
}

const MINUTE_MS = 60_000;
/** How long a run may be queued before somebody looks: its first state begins within seconds. */
export const WAITING_MS = 5 * MINUTE_MS;
/** From then on it is told as failed: whoever waits for it deserves an answer. */
export const GIVE_UP_MS = 60 * MINUTE_MS;
/** How far back is looked. Ids sort by time, so no index is needed, and what is older was looked at before. */
const LOOK_BACK_MS = 24 * 60 * MINUTE_MS;
const MOST_PER_SWEEP = 100;
const AT_ONCE = 5;

/**
 * Starts the runs that were accepted and could not be started, and gives up those that nothing could start for an hour. Safe to
 * run at any time, also twice at once: what was started is not started again.
 *
 * @throws when any could not be looked after now; the others are, and the next sweep tries again
 */
export async function startWaiting({ runs, workflow, clock }: Deps): Promise<TrainingSweep> {
  const now = clock.now().getTime();
  const since = timeOrderedId(new Date(now - LOOK_BACK_MS), '0'.repeat(32));
  const page = await runs.list({ since, limit: MOST_PER_SWEEP });
  const ageOf = ({ createdAt }: TrainingRun) => now - createdAt.getTime();
  const waiting = page.runs.filter((run) => run.status === 'queued' && ageOf(run) > WAITING_MS);
  const sweep = { trainingsStarted: 0, trainingsGivenUp: 0 };
  const results = await settleAll(waiting, AT_ONCE, async (run) => {
    if (ageOf(run) <= GIVE_UP_MS) {
      await workflow.start(run.id);
      sweep.trainingsStarted += 1;
    } else if (
      await runs.change(run.id, { status: 'failed', completedAt: clock.now(), failure: NOT_STARTED })
    )
      sweep.trainingsGivenUp += 1;
  });
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  return sweep;
}

const NOT_STARTED = {
  code: 'NotStarted',
  message:
    'expected the training to begin, but for an hour it could not be started. Ask for it again when Step Functions answers.',
};
