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

/**
 * Read from files and measured, 150,000 leads take about 2 s of a core that is free, and 390 MB at the peak (200,000: 430 MB). The
 * API has 512 MB, of which its own code takes about 60, a third of a core, and 29 s.
 */
export const MOST_SCORED_LEADS = 150_000;
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
 * @throws {InputError} the weeks of the range hold more than `MOST_SCORED_LEADS`
 */
export async function readCohorts(deps: CohortDeps, range: CohortRange): Promise<ScoredLead[]> {
  const { model, from, to } = range;
  const now = deps.clock.now();
  // Before the leads: what changes while they are read is noted after it.
  const changes = await deps.outcomes.countChanges(model);
  const budget = openBudget();
  const isWanted = ({ scoredAt, expiresAt }: ScoredLead) =>
    scoredAt >= from && scoredAt < to && expiresAt > now;
  const found = await forAll(
    listWeeks(deps, range),
    AT_ONCE,
    async (week) => (await readWeek(deps, model, week, changes.get(week) ?? 0, budget)).filter(isWanted),
    'stop',
  );
  return found.flat();
}

/** Counts leads as they are read, of all weeks that are read at a time. @throws {InputError} they are too many */
type Budget = (leads: number) => void;

function openBudget(): Budget {
  let count = 0;
  return (leads) => {
    count += leads;
    if (count > MOST_SCORED_LEADS)
      throw new InputError(
        `expected at most ${MOST_SCORED_LEADS.toLocaleString('en-US')} scored leads in the weeks of the range, got more; ask for a shorter one`,
      );
  };
}

/** The weeks of a range up to now, as far as scored leads are kept. */
export function listWeeks(
  { clock, outcomeDays }: Pick<CohortDeps, 'clock' | 'outcomeDays'>,
  { from, to }: Omit<CohortRange, 'model'>,
): string[] {
  const now = clock.now();
  const kept = new Date(now.getTime() - outcomeDays * DAY_MS);
  const last = new Date(to.getTime() - 1);
  // No lead is scored in a week to come, and a range may end in thousands of years.
  return weeksBetween(from > kept ? from : kept, last < now ? last : now);
}

/** Whether nothing is written any more of a week but changes, which are noted. */
export const isSettled = (week: string, now: Date): boolean =>
  endOfWeek(week).getTime() + SETTLED_MS <= now.getTime();

/**
 * The scored leads of a week.
 *
 * @param changes how often the week was noted as changed; read before this is called
 * @param budget of several weeks; one of its own unless given
 * @throws {InputError} they are too many
 */
export async function readWeek(
  deps: CohortDeps,
  model: string,
  week: string,
  changes: number,
  budget: Budget = openBudget(),
): Promise<readonly ScoredLead[]> {
  const now = deps.clock.now();
  if (!isSettled(week, now)) return readRows(deps, model, week, budget);
  const cached = await readFile(deps, model, week);
  if (cached?.changes === changes && isFresh(cached, now)) {
    budget(cached.leads.length);
    return cached.leads;
  }
  const leads = await readRows(deps, model, week, budget);
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

async function readRows(
  { outcomes }: CohortDeps,
  model: string,
  week: string,
  budget: Budget,
): Promise<ScoredLead[]> {
  const rows: ScoredLead[] = [];
  for await (const row of outcomes.readCohort(model, week)) {
    budget(1);
    rows.push(row);
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
