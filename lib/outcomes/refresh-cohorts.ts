import { forAll } from '../for-all.ts';
import type { RegistryStore } from '../registry/ports.ts';
import { type CohortDeps, isSettled, listWeeks, readWeek } from './read-cohorts.ts';

export interface Refreshed {
  readonly models: number;
  /** Weeks that are over and were looked at. */
  readonly weeks: number;
  /** False: the time was over before; the next run goes on. */
  readonly complete: boolean;
}

/** Weeks at a time. */
const AT_ONCE = 4;

/**
 * Brings the files of all weeks that are over up to date, so that who asks for performance waits for none of them. A week that
 * did not change costs the reading of its file.
 *
 * @param until no week is begun after it
 */
export async function refreshCohorts(
  deps: CohortDeps & { readonly registry: Pick<RegistryStore, 'listModels'> },
  until: Date,
): Promise<Refreshed> {
  const { outcomes, registry, clock } = deps;
  const now = clock.now();
  let weeks = 0;
  let complete = true;
  const models = await registry.listModels();
  for (const model of models) {
    const changes = await outcomes.countChanges(model);
    const settled = listWeeks(deps, { from: new Date(0), to: now }).filter((week) => isSettled(week, now));
    await forAll(settled, AT_ONCE, async (week) => {
      if (clock.now() > until) {
        complete = false;
        return;
      }
      await readWeek(deps, model, week, changes.get(week) ?? 0);
      weeks += 1;
    });
  }
  return { models: models.length, weeks, complete };
}
