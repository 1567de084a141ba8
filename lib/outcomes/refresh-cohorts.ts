import { InputError } from '../errors.ts';
import type { RegistryStore } from '../registry/ports.ts';
import { type CohortDeps, isSettled, listWeeks, readWeek } from './read-cohorts.ts';

export interface Refreshed {
  readonly models: number;
  /** Weeks that are over and were looked at. */
  readonly weeks: number;
  /** Of these, weeks with more leads than can be measured: they have no file, and whoever asks for them is refused. */
  readonly tooLarge: number;
  /** False: the time was over before; the next run goes on. */
  readonly complete: boolean;
}

/**
 * Brings the files of all weeks that are over up to date, so that who asks for performance waits for none of them. A week that
 * did not change costs the reading of its file. One week after the other: each may hold as many leads as fit into memory.
 *
 * @param until no week is begun after it
 */
export async function refreshCohorts(
  deps: CohortDeps & { readonly registry: Pick<RegistryStore, 'listModels'> },
  until: Date,
): Promise<Refreshed> {
  const { outcomes, registry, clock } = deps;
  const now = clock.now();
  let [weeks, tooLarge] = [0, 0];
  const models = await registry.listModels();
  for (const model of models) {
    const changes = await outcomes.countChanges(model);
    const settled = listWeeks(deps, { from: new Date(0), to: now }).filter((week) => isSettled(week, now));
    for (const week of settled) {
      if (clock.now() > until) return { models: models.length, weeks, tooLarge, complete: false };
      await readWeek(deps, model, week, changes.get(week) ?? 0).catch((error: unknown) => {
        if (!(error instanceof InputError)) throw error;
        tooLarge += 1;
      });
      weeks += 1;
    }
  }
  return { models: models.length, weeks, tooLarge, complete: true };
}
