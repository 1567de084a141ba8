import fc from 'fast-check';
import { type Build, runSchedule, type Stores } from './lab.ts';
import { schedules } from './schedule.ts';

export interface Search {
  readonly seed: number;
  readonly schedules: number;
  /** Made anew for every schedule. */
  readonly make: () => Promise<{ readonly stores: Stores; readonly build?: Build }>;
}

/** Runs so many schedules of a seed; resolves to the report of the first that fails, shrunk, or to undefined. */
export async function findViolation({ seed, schedules: runs, make }: Search): Promise<string | undefined> {
  const property = fc.asyncProperty(schedules, async (schedule) => {
    const { stores, build } = await make();
    await runSchedule(stores, schedule, build);
  });
  const details = await fc.check(property, { seed, numRuns: runs });
  return details.failed ? `${fc.defaultReportMessage(details)}\n${details.errorInstance}` : undefined;
}
