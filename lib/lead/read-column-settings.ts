import type { ColumnSetting, ColumnSettings } from '../contract/column-settings.ts';
import { InputError } from '../errors.ts';
import { parseDateForm } from './date-form.ts';
import { parseNumberForm } from './number-form.ts';
import type { FieldType } from './schema.ts';
import type { ToldColumn, ToldColumns } from './told-columns.ts';

/**
 * What is said of columns, in the terms of the reader.
 *
 * @throws {InputError} naming the column whose form cannot be read, and what is expected
 * @example
 * readColumnSettings({ amount: { type: 'number', form: '1.234,5' } }); // amount → decimal “,”, thousands “.”
 */
export function readColumnSettings(settings: ColumnSettings = {}): ToldColumns {
  return new Map(Object.entries(settings).map(([name, setting]) => [name, readSetting(name, setting)]));
}

function readSetting(name: string, setting: ColumnSetting): ToldColumn {
  const { type, form, missing, merge_case, required, drop } = setting;
  return {
    ...(type === undefined ? {} : { type }),
    ...(form === undefined ? {} : readForm(name, type, form)),
    ...(missing === undefined ? {} : { missing }),
    ...(merge_case === undefined ? {} : { mergeCase: merge_case }),
    ...(required === undefined ? {} : { required }),
    ...(drop === undefined ? {} : { drop }),
  };
}

function readForm(name: string, type: FieldType | undefined, form: string): ToldColumn {
  if (type === 'category' || type === 'boolean')
    throw new InputError(
      `${name}: expected no form of a column of type ${type}, got “${form}”; numbers and dates have one.`,
    );
  const numberForm = type === 'date' ? undefined : parseNumberForm(form);
  if (numberForm !== undefined) return { type: 'number', numberForm };
  if (type === 'number')
    throw new InputError(
      `${name}: expected an example that shows the decimal sign and the thousands, such as 1,234.5 or 1.234,5, got “${form}”.`,
    );
  return { type: 'date', dateForm: readDateForm(name, form) };
}

/** ISO 8601 has a name of its own, so that a column can be said to be so. */
const ISO = 'iso';

function readDateForm(name: string, form: string): string {
  try {
    return parseDateForm(form) ?? ISO;
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${name}: ${error.message}`);
    throw error;
  }
}
