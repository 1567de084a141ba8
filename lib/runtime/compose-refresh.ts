import { messageOf } from '../errors.ts';
import { type Refreshed, refreshCohorts } from '../outcomes/refresh-cohorts.ts';
import type { World } from '../worlds/world.ts';
import { logger } from './logger.ts';
import { openWorld } from './open-world.ts';

/** Of the five minutes that the function has: a week that was begun may take some time. */
const WORK_MS = 240_000;

/** Brings what performance is computed from up to date. */
export function composeRefresh(world: World<'outcomes' | 'files' | 'registry'>): () => Promise<Refreshed> {
  const [ports, config] = openWorld(world, ['OUTCOME_DAYS']);
  const deps = { ...ports, outcomeDays: config.OUTCOME_DAYS, onCacheProblem: warnOfCache };
  return () => refreshCohorts(deps, new Date(deps.clock.now().getTime() + WORK_MS));
}

/** A week whose file could not be read or written was read from its table. */
export const warnOfCache = (error: unknown): void =>
  logger.warn('a week of scored leads could not be read from its file, or kept there', {
    reason: messageOf(error),
  });
