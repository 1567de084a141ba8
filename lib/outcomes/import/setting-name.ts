import type { OUTCOME_EVENTS } from '../../contract/words.ts';

/** What is said of a table of outcomes, by the names of the mapping file. */
export type SettingName =
  | (typeof OUTCOME_EVENTS)[number]
  | 'reference'
  | 'outcome'
  | 'at'
  | 'value'
  | 'other'
  | 'date_form'
  | 'decimal';

/** How a message names a setting, or what to set it to. */
export type NameSetting = (name: SettingName, value?: string) => string;

/** As options of the command: `--date-form dd/mm/yyyy`. */
export const asOption: NameSetting = (name, value) =>
  `--${name.replace('_', '-')}${value === undefined ? '' : ` ${value}`}`;

/** As members of the mapping file: `"date_form": "dd/mm/yyyy"`. */
export const asMember: NameSetting = (name, value) =>
  `"${name}"${value === undefined ? '' : `: ${JSON.stringify(value)}`}`;
