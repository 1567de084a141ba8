import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ColumnProfile, Profile } from '../../../../lib/learning/profile/profile.ts';
import { profileLeads } from '../../../../lib/learning/profile/profile-leads.ts';

type Interval = readonly [rows: number, converted: number, low: number, high: number];

/** What golden/profile.py wrote. */
export interface GoldenProfile {
  readonly numbers: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly levels: Readonly<
    Record<string, { readonly bins: Readonly<Record<string, Interval>>; readonly information_value: number }>
  >;
  readonly months: Readonly<Record<string, number>>;
  readonly out_of_fold_auc: Readonly<Record<string, { readonly mean: number; readonly sd: number }>>;
  readonly row_order_auc: number;
}

export const golden = JSON.parse(
  readFileSync(join(__dirname, 'golden/profile.json'), 'utf8'),
) as GoldenProfile;

/** The table that the golden figures were computed from. */
export const goldenCsv = readFileSync(join(__dirname, '../golden/leads.csv'), 'utf8');

export const goldenProfile: Profile = profileLeads({ data: goldenCsv, target: 'converted' });

export function columnOf({ columns }: Profile, name: string): ColumnProfile {
  const column = columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw new Error(`expected a column ${name}`);
  return column;
}
