import { InvalidArgumentError } from 'commander';
import { COLUMN_TYPES, type ColumnSetting, type ColumnSettings } from '../../lib/contract/column-settings.ts';
import { nearestName } from '../../lib/lead/nearest-name.ts';
import { DEFAULT_MISSING_WORDS } from '../../lib/lead/schema.ts';

/** How the options that speak of single columns are read; each may be given several times. */

/** `zip=category`, `score=number`, `amount=number:1.234,5`, `created=date:dd/mm/yyyy`. */
export function collectType(text: string, before: ColumnSettings = {}): ColumnSettings {
  const at = text.lastIndexOf('=');
  if (at < 1) throw new InvalidArgumentError('Expected a column and its type, such as zip=category.');
  return addSetting(before, text.slice(0, at).trim(), parseType(text.slice(at + 1)));
}

/** `category`, `number:1.234,5`, `date:dd/mm/yyyy`: what `--type` says behind the column's name. @throws {InvalidArgumentError} */
export function parseType(text: string): ColumnSetting {
  const [, word = '', form] = /^\s*([^:]*?)\s*(?::(.*))?$/.exec(text)!;
  const type = COLUMN_TYPES.find((known) => known === word.toLowerCase());
  if (type === undefined) {
    const nearest = nearestName(word, COLUMN_TYPES);
    throw new InvalidArgumentError(
      `Expected ${COLUMN_TYPES.join(', ')}, got “${word}”.${nearest === undefined ? '' : ` Did you mean ${nearest}?`}`,
    );
  }
  return { type, ...(form === undefined || form.trim() === '' ? {} : { form: form.trim() }) };
}

/** Words that mean “missing”: everywhere, and in single columns. */
export interface MissingWords {
  readonly words: readonly string[];
  readonly columns: ColumnSettings;
}

/**
 * `-,unknown` holds for all columns; `region:-` for one, besides the usual words; `region:` says that no word of the column means
 * “missing”. The name of the column ends at the last colon.
 */
export function collectMissing(
  text: string,
  { words, columns }: MissingWords = { words: [], columns: {} },
): MissingWords {
  const at = text.lastIndexOf(':');
  const listed = splitList(text.slice(at + 1));
  if (at > 0)
    return {
      words,
      columns: addSetting(columns, text.slice(0, at).trim(), {
        missing: listed === undefined ? [] : [...DEFAULT_MISSING_WORDS, ...listed],
      }),
    };
  if (listed === undefined) throw new InvalidArgumentError('Expected words separated by commas.');
  return { words: [...words, ...listed], columns };
}

/** Says one thing of several columns, separated by commas. */
export const collectColumns =
  (setting: ColumnSetting) =>
  (text: string, before: ColumnSettings = {}): ColumnSettings => {
    const names = splitList(text);
    if (names === undefined) throw new InvalidArgumentError('Expected names separated by commas.');
    return names.reduce((settings, name) => addSetting(settings, name, setting), before);
  };

/** What was said of columns in several places; what is said later goes before what was said earlier. */
export const mergeColumns = (...all: readonly (ColumnSettings | undefined)[]): ColumnSettings =>
  all.reduce<ColumnSettings>(
    (merged, settings) =>
      Object.entries(settings ?? {}).reduce((sum, [name, setting]) => addSetting(sum, name, setting), merged),
    {},
  );

/** A form belongs to its type: who says another type says nothing of the form. */
function addSetting(settings: ColumnSettings, name: string, setting: ColumnSetting): ColumnSettings {
  const { form: _form, ...before } = settings[name] ?? {};
  const kept = setting.type === undefined && setting.form === undefined ? settings[name] : before;
  return { ...settings, [name]: { ...kept, ...setting } };
}

/** Undefined: empty, or with an empty name between commas. */
function splitList(text: string): string[] | undefined {
  const words = text.split(',').map((word) => word.trim());
  return words.includes('') ? undefined : words;
}
