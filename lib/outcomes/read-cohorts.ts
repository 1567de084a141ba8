import { DAY_MS } from '../acceptance/keeping.ts';
import type { Bucket } from '../bucket/ports.ts';
import { COHORTS_FOLDER } from '../bucket-folders.ts';
import type { Clock } from '../clock.ts';
import { InputError } from '../errors.ts';
import { forAll } from '../for-all.ts';
import { type Cohort, decodeCohort, encodeCohort } from './cohort-file.ts';
import type { OutcomeStore } from './ports.ts';
import { endOfWeek, type ScoredLead, weeksBetween } from './scored-lead.ts';

export interface CohortDeps {
  readonly outcomes: OutcomeStore;
  readonly files: Bucket;
  readonly clock: Clock;
  /** How long scored leads are kept, days. */
  readonly outcomeDays: number;
  /** Told of a file that could not be read or written; the leads are read from their table then. */
  readonly onCacheProblem?: (error: unknown) => void;
}

export interface CohortRange {
  readonly model: string;
  readonly from: Date;
  /** Not included. */
  readonly to: Date;
}

/** So many leads take about 200 MB. */
export const MOST_SCORED_LEADS = 300_000;
/** Weeks that are read at a time. */
const AT_ONCE = 8;
/** What was scored in a week may be written some time after its end. */
const SETTLED_MS = DAY_MS;
/** No week has changed so often. */
const OUTDATED = -1;
/** Even a change that was never noted, because its writer ended before, is seen after so long. */
const FRESH_MS = 7 * DAY_MS;

/**
 * The scored leads of a model in a range, in no particular order. Weeks that are over are read from a file, which is made
 * anew when the week was noted as changed since.
 *
 * @throws {InputError} they are more than `MOST_SCORED_LEADS`
 */
export async function readCohorts(deps: CohortDeps, range: CohortRange): Promise<ScoredLead[]> {
  const { model, from, to } = range;
  const now = deps.clock.now();
  // Before the leads: what changes while they are read is noted after it.
  const changes = await deps.outcomes.countChanges(model);
  let count = 0;
  const isWanted = ({ scoredAt, expiresAt }: ScoredLead) =>
    scoredAt >= from && scoredAt < to && expiresAt > now;
  const found = await forAll(
    listWeeks(deps, range),
    AT_ONCE,
    async (week) => {
      const leads = (await readWeek(deps, model, week, changes.get(week) ?? 0)).filter(isWanted);
      count += leads.length;
      if (count > MOST_SCORED_LEADS) throw tooMany();
      return leads;
    },
    'stop',
  );
  return found.flat();
}

const tooMany = (): InputError =>
  new InputError(
    `expected at most ${MOST_SCORED_LEADS.toLocaleString('en-US')} scored leads in the range and in any week of it, got more; ask for a shorter one`,
  );

/** Clocks differ, and a lead may bear a time that this one has not reached. */
const AHEAD_MS = 7 * DAY_MS;

/** The weeks of a range, as far as scored leads are kept; of those ahead, of which a range may have any number, the next. */
export function listWeeks(
  { clock, outcomeDays }: Pick<CohortDeps, 'clock' | 'outcomeDays'>,
  { from, to }: Omit<CohortRange, 'model'>,
): string[] {
  const now = clock.now().getTime();
  const kept = now - outcomeDays * DAY_MS;
  return weeksBetween(
    new Date(Math.max(from.getTime(), kept)),
    new Date(Math.min(to.getTime() - 1, now + AHEAD_MS)),
  );
}

/** Whether nothing is written any more of a week but changes, which are noted. */
export const isSettled = (week: string, now: Date): boolean =>
  endOfWeek(week).getTime() + SETTLED_MS <= now.getTime();

/**
 * The scored leads of a week.
 *
 * @param changes how often the week was noted as changed; read before this is called
 */
export async function readWeek(
  deps: CohortDeps,
  model: string,
  week: string,
  changes: number,
): Promise<readonly ScoredLead[]> {
  const now = deps.clock.now();
  if (!isSettled(week, now)) return readRows(deps, model, week);
  const cached = await readFile(deps, model, week);
  if (cached?.changes === changes && isFresh(cached, now)) return cached.leads;
  const leads = await readRows(deps, model, week);
  await keep(deps, model, week, { changes, readAt: now, leads }).catch((error: unknown) =>
    deps.onCacheProblem?.(error),
  );
  return leads;
}

async function keep(deps: CohortDeps, model: string, week: string, cohort: Cohort): Promise<void> {
  const write = (each: Cohort) =>
    deps.files.write(keyOf(model, week), encodeCohort(each), 'application/gzip');
  await write(cohort);
  // A lead that was erased while its week was read must not stay in a file that nobody reads.
  const now = (await deps.outcomes.countChanges(model)).get(week) ?? 0;
  if (now !== cohort.changes) await write({ ...cohort, changes: OUTDATED, leads: [] });
}

/** Removes what was read of a week. It comes after the leads, and after the change was noted. */
export const removeCohort = (files: Bucket, model: string, week: string): Promise<void> =>
  files.remove([keyOf(model, week)]);

const keyOf = (model: string, week: string): string => `${COHORTS_FOLDER}${model}/${week}.json.gz`;

const isFresh = ({ readAt }: Cohort, now: Date): boolean =>
  readAt <= now && now.getTime() - readAt.getTime() < FRESH_MS;

async function readRows({ outcomes }: CohortDeps, model: string, week: string): Promise<ScoredLead[]> {
  const rows: ScoredLead[] = [];
  for await (const row of outcomes.readCohort(model, week)) {
    rows.push(row);
    if (rows.length > MOST_SCORED_LEADS) throw tooMany();
  }
  return rows;
}

async function readFile(
  { files, onCacheProblem }: CohortDeps,
  model: string,
  week: string,
): Promise<Cohort | undefined> {
  const key = keyOf(model, week);
  try {
    const found = await files.stat(key);
    if (found === undefined) return undefined;
    return decodeCohort(model, await files.read(key, 0, found.bytes, found.etag));
  } catch (error) {
    onCacheProblem?.(error);
    return undefined;
  }
}
