import { cleanName } from '../../files/table/name-columns.ts';
import { readColumnSettings } from '../../lead/read-column-settings.ts';
import { DEFAULT_MISSING_WORDS } from '../../lead/schema.ts';
import { makeWordRules } from '../../lead/value-words.ts';
import { checkTold } from '../table/find-column.ts';
import { listDropped } from '../table/left-out.ts';
import type { CsvInput, LeadSource } from '../table/read-leads.ts';
import { readMixedTable } from '../table/read-table.ts';
import type { Profile } from './profile.ts';
import { profileTable } from './profile-table.ts';

/** Where the leads are; without a target, the columns are described and nothing is said of an outcome. */
export type ProfileInput = Omit<
  LeadSource,
  'target' | 'time' | 'absoluteDate' | 'required' | 'requiredIfThere'
> &
  Partial<Pick<LeadSource, 'target' | 'time'>> & {
    /** Says what is being done, for a progress line. */
    readonly onProgress?: (step: string, done?: number, total?: number) => void;
  };

/**
 * Profiles a CSV file of leads.
 *
 * @throws {InputError} when the file or an option is at fault; the message says what to do
 * @example
 * const { csv } = generateSample({ rows: 3000, seed: 1 });
 * const { columns, leak_suspects } = profileLeads({ data: csv, target: 'converted' });
 */
export function profileLeads(input: ProfileInput): Profile {
  const { target, positive, negative, on, encoding, joined, group, force, onProgress = () => {} } = input;
  onProgress('Reading');
  const told = readColumnSettings({ ...input.columnsIfThere, ...input.columns });
  const rules = makeWordRules([...DEFAULT_MISSING_WORDS, ...(input.missing ?? [])], input.decimal);
  const time = input.time === undefined ? undefined : cleanName(input.time);
  const keys = [target, on, ...(input.horizon === undefined ? [] : [time])].filter(
    (name) => name !== undefined,
  );
  const read = ({ data, fileName }: CsvInput) =>
    readMixedTable(
      data,
      {
        ...(fileName === undefined ? {} : { fileName }),
        encoding,
        keepText: true,
        told,
      },
      rules,
      keys,
    );
  const table = read(input);
  checkTold(input.columns, table);
  const drop = listDropped(table, { ...input, told });
  return profileTable(
    table,
    {
      ...{ target, positive, negative, joined: joined && read(joined), on, drop, group, told, force },
      ...(input.horizon === undefined ? {} : { horizon: { ...input.horizon, time, told } }),
    },
    rules,
    (done, total) => onProgress('Describing', done, total),
  );
}
