import { type Done, sweep } from '../acceptance/sweep.ts';
import type { Clock } from '../clock.ts';
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

/**
 * Starts the trainings that were accepted and could not be started, and gives up those that nothing could start for an hour.
 * What was started is not started again.
 *
 * @param onGivenUp called for each at once: it is final, and no later sweep finds it, even when this one throws
 * @throws as `sweep`
 */
export async function startWaiting(
  { trainings, workflow, clock }: Deps,
  onGivenUp: () => void = () => {},
): Promise<TrainingSweep> {
  const now = clock.now().getTime();
  const ageOf = ({ createdAt }: Pick<Training, 'createdAt'>) => now - createdAt.getTime();
  const lookAfter = async ({ id, ...training }: Training): Promise<Done<keyof TrainingSweep>> => {
    if (ageOf(training) <= GIVE_UP_MS) {
      await workflow.start(id);
      return { trainingsStarted: 1 };
    }
    const end = { status: 'failed', completedAt: clock.now(), failure: NOT_STARTED } as const;
    if (!(await trainings.change(id, end))) return {};
    onGivenUp();
    return { trainingsGivenUp: 1 };
  };
  const waiting: Training[] = [];
  for await (const page of listPages(trainings, new Date(now - LOOK_BACK_MS)))
    waiting.push(...page.filter((training) => training.status === 'queued' && ageOf(training) > WAITING_MS));
  return sweep(waiting, { trainingsStarted: 0, trainingsGivenUp: 0 }, lookAfter);
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
