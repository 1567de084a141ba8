import { hideQuoted } from '../../quoting.ts';
import type { ColumnProfile, LeakSuspect, Profile } from './profile.ts';

/**
 * A profile as it may be kept: of the columns that training leaves out, such as names, addresses and free text, nothing but
 * counts and figures. What the others say is in the model anyway: levels, bounds, the first and the last day.
 */
export function withoutValues(profile: Profile): Profile {
  const { over_time, ...rest } = profile;
  const out = new Set(
    profile.columns.filter(({ left_out }) => left_out !== undefined).map(({ name }) => name),
  );
  return {
    ...rest,
    ...(over_time === undefined || out.has(over_time.column) ? {} : { over_time }),
    columns: profile.columns.map((column) => (out.has(column.name) ? stripColumn(column) : column)),
    leak_suspects: profile.leak_suspects.map((suspect) =>
      out.has(suspect.column) ? stripSuspect(suspect) : suspect,
    ),
    notes: profile.notes.map(hideQuoted),
  };
}

/**
 * A profile as a page or as JSON, which are passed on: without the words that its sentences quote, some of which one lead has.
 * Levels of fewer than 20 leads are not named in any profile.
 */
export const withoutQuotes = (profile: Profile): Profile => ({
  ...profile,
  columns: profile.columns.map((column) =>
    column.left_out === undefined ? column : { ...column, left_out: hideQuoted(column.left_out) },
  ),
  notes: profile.notes.map(hideQuoted),
});

function stripColumn(column: ColumnProfile): ColumnProfile {
  const { numbers, dates, histogram, parts, left_out = '', ...rest } = column;
  return { ...rest, left_out: hideQuoted(left_out), bins: [] };
}

const stripSuspect = (suspect: LeakSuspect): LeakSuspect => ({
  ...suspect,
  findings: suspect.findings.map((finding) => ({ ...finding, text: hideQuoted(finding.text) })),
  check: hideQuoted(suspect.check),
});
