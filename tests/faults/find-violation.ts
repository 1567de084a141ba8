import fc from 'fast-check';
import { type JobBuild, type JobStores, runJobSchedule } from './job-lab.ts';
import { jobSchedules } from './job-schedule.ts';
import { type Build, runSchedule, type Stores } from './lab.ts';
import { schedules } from './schedule.ts';

export interface Search<S = Stores, B = Build> {
  readonly seed: number;
  readonly schedules: number;
  /** Whether the schedule that fails is made smaller, for a person to read. */
  readonly shrink?: boolean;
  /** Made anew for every schedule. */
  readonly make: () => Promise<{ readonly stores: S; readonly build?: B }>;
}

/** Runs so many schedules of a seed; resolves to the report of the first that fails, shrunk, or to undefined. */
export const findViolation = (search: Search): Promise<string | undefined> =>
  find(schedules, search, runSchedule);

/** The same for jobs. */
export const findJobViolation = (search: Search<JobStores, JobBuild>): Promise<string | undefined> =>
  find(jobSchedules, search, runJobSchedule);

async function find<Schedule, S, B>(
  arbitrary: fc.Arbitrary<Schedule>,
  { seed, schedules: numRuns, shrink = true, make }: Search<S, B>,
  run: (stores: S, schedule: Schedule, build?: B) => Promise<void>,
): Promise<string | undefined> {
  const property = fc.asyncProperty(arbitrary, async (schedule) => {
    const { stores, build } = await make();
    await run(stores, schedule, build);
  });
  const details = await fc.check(property, { seed, numRuns, endOnFailure: !shrink });
  return details.failed ? `${fc.defaultReportMessage(details)}\n${details.errorInstance}` : undefined;
}
