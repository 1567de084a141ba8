import { cleanName } from '../../files/table/name-columns.ts';
import { noteTakenNames } from '../../lead/name-results.ts';
import type { ToldColumns } from '../../lead/told-columns.ts';
import type { WordRules } from '../../lead/value-words.ts';
import { measureDrift } from '../evaluation/drift-over-time.ts';
import { findColumn, findDropped } from '../table/find-column.ts';
import { DROPPED, GROUPED_BY } from '../table/left-out.ts';
import type { AnyColumn, Table } from '../table/table.ts';
import { adviseRepeated, explainRepeated, findAmbiguous } from '../table/tidy-columns.ts';
import { ColumnComparer } from './compare-columns.ts';
import { DuplicateCounter } from './count-duplicates.ts';
import { sortSuspects } from './find-leak-suspects.ts';
import type { ColumnProfile, LeakSuspect, OverTime, Profile } from './profile.ts';
import { profileColumn } from './profile-column.ts';
import { readColumn } from './read-column.ts';
import { type OutcomeOptions, selectLeads } from './select-leads.ts';
import { writeNotes } from './write-notes.ts';

export interface ProfileOptions extends OutcomeOptions {
  /** Columns that are described but not suspected: the user knows of them. */
  readonly drop?: readonly string[];
  /** Likewise: training does not learn from the column that groups leads. */
  readonly group?: string | undefined;
  /** What the user says of columns. */
  readonly told?: ToldColumns | undefined;
}

/**
 * Describes every column of a table, those too that training leaves out, and how each goes with the outcome.
 * The same rows in another order give the same profile, but for `row_order_auc` (and, above 100,000 rows, the
 * bins' edges, which come from a sample). Columns are worked off one by one, to keep memory low; those of
 * numbers are empty afterwards.
 *
 * @throws {InputError} for a target, key, group or dropped column that is not there, a target that cannot be read as
 * yes or no, or a target with one class only
 */
export function profileTable(
  table: Table<AnyColumn>,
  options: ProfileOptions,
  rules: WordRules,
  onColumn: (done: number, total: number) => void = () => {},
): Profile {
  const { joined } = options;
  const [target, group, on] = [options.target, options.group, options.on].map(
    (name) => name && cleanName(name),
  );
  const leads = selectLeads(table, { ...options, target, on }, rules);
  const drop = findDropped(table, options.drop ?? []);
  const known = new Map(drop.map((name) => [name, DROPPED]));
  if (group !== undefined) known.set(findColumn(table, group, '--group').name, GROUPED_BY);
  if (joined !== undefined && on !== undefined) known.set(on, 'the key of --join');
  const duplicates = new DuplicateCounter(leads.rows);
  const likeness = new ColumnComparer(leads.every);
  const columns: ColumnProfile[] = [];
  const suspects: LeakSuspect[] = [];
  const drifts = new Map<string, string | undefined>();
  const warnings = [...table.warnings, ...(joined?.warnings ?? []), ...leads.warnings];
  for (const [name, same] of findAmbiguous(table, drop)) {
    const places = table.repeated.get(name)!;
    for (const one of same) known.set(one, explainRepeated(name, places));
    warnings.push(adviseRepeated(name, places));
  }
  const keys: string[] = [];
  table.columns.forEach((column, i) => {
    onColumn(i, table.columns.length);
    duplicates.add(column);
    if (column.name === target) return;
    const read = readColumn(column, i + 1, leads.rows, rules, known.get(column.name), options.told);
    likeness.add(read);
    if (read.reading.kind === 'date' && leads.hasOutcome) {
      drifts.set(column.name, measureDrift(read.reading.values, leads.labels, column.name)?.warning);
    }
    const { column: profiled, suspect, group: key } = profileColumn(read, leads);
    columns.push(profiled);
    warnings.push(...read.warnings);
    // What was given is not recommended.
    if (key !== undefined && group === undefined && !known.has(column.name)) keys.push(key);
    if (suspect !== undefined && !known.has(column.name)) suspects.push(suspect);
  });
  const overTime = chooseTime(columns, suspects);
  const profile: Omit<Profile, 'notes'> = {
    file: table.fileName,
    ...(joined === undefined ? {} : { joined_file: joined.fileName }),
    rows_read: table.rowCount,
    rows: leads.rows.length,
    ...(leads.outcome === undefined ? {} : { outcome: leads.outcome }),
    duplicate_rows: duplicates.count(),
    near_duplicates: likeness.compare(),
    ...(overTime === undefined ? {} : { over_time: overTime }),
    leak_suspects: sortSuspects(suspects),
    columns: sortColumns(columns),
  };
  const drift = overTime && drifts.get(overTime.column);
  return {
    ...profile,
    notes: [
      ...warnings,
      ...keys.toSorted(),
      ...writeNotes({ ...profile, drift }),
      ...noteTakenNames(columns.flatMap(({ name, left_out }) => (left_out === undefined ? [name] : []))),
    ],
  };
}

/** By information value, highest first; those that training leaves out last; ties as in the file. */
function sortColumns(columns: readonly ColumnProfile[]): ColumnProfile[] {
  const isOut = (column: ColumnProfile) => Number(column.left_out !== undefined);
  const value = (column: ColumnProfile) => column.outcome?.information_value ?? 0;
  return columns.toSorted((a, b) => isOut(a) - isOut(b) || value(b) - value(a) || a.position - b.position);
}

/** The leads over the date column that is most often filled; one that gives the outcome away does not count. */
function chooseTime(
  columns: readonly ColumnProfile[],
  suspects: readonly LeakSuspect[],
): OverTime | undefined {
  const suspected = new Set(suspects.map(({ column }) => column));
  const chosen = columns
    .filter(({ dates, name }) => dates !== undefined && !suspected.has(name))
    .toSorted((a, b) => a.missing - b.missing || a.position - b.position)[0];
  if (chosen === undefined) return undefined;
  const periods = chosen.bins.filter(({ kind }) => kind === 'period');
  return { column: chosen.name, per: chosen.dates!.per, periods };
}
