import type { Clock } from '../clock.ts';
import { createScoredNoter, type ScoredNoter } from '../outcomes/note-scored.ts';
import type { Ports } from '../worlds/world.ts';
import type { SettingName, Settings } from './config.ts';

/** What noting scored leads is set by. */
export const NOTER_SETTINGS = ['OUTCOME_DAYS', 'LEAD_DAYS'] as const satisfies readonly SettingName[];

/** Keeps scored leads as the stage says. */
export const composeNoter = (
  ports: Pick<Ports, 'outcomes' | 'keptLeads'> & { readonly clock: Clock },
  config: Pick<Settings, (typeof NOTER_SETTINGS)[number]>,
): ScoredNoter =>
  createScoredNoter({ ...ports, outcomeDays: config.OUTCOME_DAYS, leadDays: config.LEAD_DAYS });
