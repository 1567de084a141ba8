import type { Clock } from '../clock.ts';
import { settleAll } from '../settle-all.ts';
import type { TrainingStore, Workflow } from './ports.ts';
import type { Training } from './training.ts';
import { timeOrderedId } from './training-id.ts';

interface Deps {
  readonly trainings: TrainingStore;
  readonly workflow: Workflow;
  readonly clock: Clock;
}

/** What one sweep did. */
export interface TrainingSweep {
  readonly trainingsStarted: number;
  readonly trainingsGivenUp: number;
}

const MINUTE_MS = 60_000;
/** How long a training may be queued before somebody looks: its first state begins within seconds. */
export const WAITING_MS = 5 * MINUTE_MS;
/** From then on it is told as failed: whoever waits for it deserves an answer. */
export const GIVE_UP_MS = 60 * MINUTE_MS;
/** How far back is looked. Ids sort by time, so no index is needed, and what is older was looked at before. */
const LOOK_BACK_MS = 24 * 60 * MINUTE_MS;
const PAGE = 100;
/** So that a sweep ends: no stack is asked for so many trainings a day. */
const MOST_PAGES = 50;
const AT_ONCE = 5;

/**
 * Starts the trainings that were accepted and could not be started, and gives up those that nothing could start for an hour. Safe to
 * run at any time, also twice at once: what was started is not started again.
 *
 * @param onGivenUp called for each at once: it is final, and no later sweep finds it, even when this one throws
 * @throws when any could not be looked after now; the others are, and the next sweep tries again
 */
export async function startWaiting(
  { trainings, workflow, clock }: Deps,
  onGivenUp: () => void = () => {},
): Promise<TrainingSweep> {
  const now = clock.now().getTime();
  const ageOf = ({ createdAt }: Training) => now - createdAt.getTime();
  const sweep = { trainingsStarted: 0, trainingsGivenUp: 0 };
  const lookAfter = async (training: Training): Promise<void> => {
    if (ageOf(training) <= GIVE_UP_MS) {
      await workflow.start(training.id);
      sweep.trainingsStarted += 1;
    } else if (
      await trainings.change(training.id, {
        status: 'failed',
        completedAt: clock.now(),
        failure: NOT_STARTED,
      })
    ) {
      sweep.trainingsGivenUp += 1;
      onGivenUp();
    }
  };
  let failure: PromiseRejectedResult | undefined;
  for await (const page of listPages(trainings, new Date(now - LOOK_BACK_MS))) {
    const waiting = page.filter((training) => training.status === 'queued' && ageOf(training) > WAITING_MS);
    for (const result of await settleAll(waiting, AT_ONCE, lookAfter))
      if (result.status === 'rejected') failure ??= result;
  }
  if (failure !== undefined) throw failure.reason;
  return sweep;
}

/** The trainings since then, newest first; page by page, for those that wait stand behind whatever was asked for later. */
async function* listPages(trainings: TrainingStore, then: Date): AsyncGenerator<readonly Training[]> {
  const since = timeOrderedId(then, '0'.repeat(32));
  let after: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page = await trainings.list({ since, limit: PAGE, after });
    yield page.trainings;
    after = page.next;
    if (after === undefined) return;
  }
}

const NOT_STARTED = {
  code: 'NotStarted',
  message:
    'expected the training to begin, but for an hour it could not be started. Ask for it again when Step Functions answers.',
};
