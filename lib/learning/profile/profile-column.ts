import { describeColumn } from './describe-column.ts';
import { judgeMeasured } from './find-leak-suspects.ts';
import { measureColumn } from './measure-column.ts';
import { bestAuc } from './measure-separation.ts';
import type { ColumnOutcome, ColumnProfile, LeakSuspect } from './profile.ts';
import { rankedAuc } from './ranked-auc.ts';
import type { ReadColumn } from './read-column.ts';
import type { ProfiledLeads } from './select-leads.ts';
import { suggestGroup } from './suggest-group.ts';
import { countAll, countFilled } from './tally.ts';

export interface ProfiledColumn {
  readonly column: ColumnProfile;
  readonly suspect?: LeakSuspect;
  /** That the column looks like a key of leads that stand in several rows, and what to do. */
  readonly group?: string;
}

/** Describes a column, and, where the outcome is known, measures how the column goes with it. */
export function profileColumn(source: ReadColumn, leads: ProfiledLeads): ProfiledColumn {
  const { name, position, type, form, leftOut, isUnclear } = source;
  const measured = measureColumn(source, leads);
  const { tally, separation } = measured;
  const [all, filled] = [countAll(tally), countFilled(tally)];
  const column: ColumnProfile = {
    name,
    position,
    type,
    ...(form === undefined ? {} : { form }),
    ...(leftOut === undefined ? {} : { left_out: leftOut }),
    ...(isUnclear ? { unclear: true } : {}),
    missing: tally.missing.total,
    missing_share: tally.missing.total / all.total,
    distinct: tally.total.length,
    ...describeColumn(source, measured, { rows: leads.every.length, hasOutcome: leads.hasOutcome }),
  };
  if (!leads.hasOutcome) return { column };
  const outcome: ColumnOutcome = {
    information_value: Math.max(0, ...separation.map(({ informationValue }) => informationValue)),
    roc_auc: Math.max(0.5, ...separation.map(bestAuc)),
    ...(tally.kind === 'number' ? { ranked_auc: rankedAuc(tally) } : {}),
    filled_converted: filled.converted / all.converted,
    filled_not_converted: (filled.total - filled.converted) / (all.total - all.converted),
  };
  const suspect = judgeMeasured(source, measured);
  const group = source.reading.kind === 'date' ? undefined : suggestGroup(name, tally);
  return {
    column: { ...column, outcome },
    ...(suspect === undefined ? {} : { suspect }),
    ...(group === undefined ? {} : { group }),
  };
}
