import { stringify } from 'yaml';
import type { ColumnSetting } from '../../lib/contract/column-settings.ts';
import type { ColumnProfile, Profile } from '../../lib/learning/profile/profile.ts';
import type { ColumnsFile } from '../files/columns-file.ts';
import { hint } from '../terminal/hint.ts';

export interface ColumnsFilePaths {
  readonly file: string;
  readonly path: string;
}

/**
 * A file of columns as `--columns` reads it, for editing: how each column was read, and why training leaves a column out.
 *
 * @param told what is said of the leads already
 * @param file the leads, as the user names them
 * @param path of the file of columns; both are for the line that says how it is used
 */
export function writeColumns(profile: Profile, told: ColumnsFile, { file, path }: ColumnsFilePaths): string {
  const { columns, ...rest } = told;
  const listed = [...profile.columns].sort((a, b) => a.position - b.position);
  return [
    `# How the columns of ${profile.file} are read. Correct what is wrong, remove what you do not need, and use it:`,
    `#   ${hint(['train', file, '--columns', path])}`,
    '# Of each column: type (number, category, boolean, date), form (of numbers an example such as 1.234,5; of dates a pattern',
    '# such as dd/mm/yyyy), missing (the words that mean “missing”), merge_case, required, drop.',
    ...(Object.keys(rest).length === 0 ? [] : [stringify(rest).trimEnd()]),
    'columns:',
    ...listed.flatMap((column) => writeColumn(column, columns[column.name] ?? {})),
    '',
  ].join('\n');
}

function writeColumn(column: ColumnProfile, told: ColumnSetting): string[] {
  const setting = settingOf(column, told);
  const { left_out, unclear } = column;
  const about = unclear === true ? 'Please decide' : 'Left out';
  const why = left_out === undefined ? [] : [`  # ${about}: ${oneLine(left_out)}`];
  const text = stringify(
    { [column.name]: setting },
    { defaultStringType: 'PLAIN', flowCollectionPadding: true, collectionStyle: 'flow', lineWidth: 0 },
  );
  // A block of its own, with what is said of it in one line.
  const [, key, value] = /^\{ (.*?): (\{.*\}) \}\n$/s.exec(text) ?? [];
  return [...why, key === undefined ? `  ${text.trim()}` : `  ${key}: ${value}`];
}

function settingOf({ type, form, left_out, unclear }: ColumnProfile, told: ColumnSetting): ColumnSetting {
  if (unclear === true) return told;
  if (left_out !== undefined && told.type === undefined) return { ...told, drop: true };
  const known = type === 'text' || type === 'empty' ? undefined : type;
  return {
    ...(known === undefined ? {} : { type: known }),
    // An ISO 8601 date, or a number as programs write it, needs none.
    ...(form === undefined ? {} : { form }),
    ...told,
  };
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');
