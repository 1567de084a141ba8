import { InputError } from '../errors.ts';
import type { Field, LeadSchema } from './schema.ts';
import type { ToldColumn, ToldColumns } from './told-columns.ts';

/**
 * The schema of leads that stand in a file that is written otherwise than the training table was: with the forms and the words
 * for “missing” that are said of its columns. What is said of columns that are no fields does not count.
 *
 * @throws {InputError} a column is said to be of another type than the model's field
 */
export function overlayColumns(schema: LeadSchema, told: ToldColumns): LeadSchema {
  if (told.size === 0) return schema;
  const fields = schema.fields.map((field) => {
    const said = told.get(field.name);
    return said === undefined ? field : overlay(field, said);
  });
  return { ...schema, fields };
}

function overlay(field: Field, { type, numberForm, dateForm, missing }: ToldColumn): Field {
  if (type !== undefined && type !== field.type)
    throw new InputError(
      `${field.name}: expected type ${field.type}, as the model has learned it, got ${type}. Train a model with --type ${field.name}=${type}, or say ${field.type}.`,
    );
  const { form: _form, ...plain } = field as Field & { readonly form?: unknown };
  // ISO 8601 is what a field without a form has.
  const form = numberForm ?? (dateForm === undefined || dateForm === 'iso' ? undefined : dateForm);
  const keepsForm = numberForm === undefined && dateForm === undefined;
  return {
    ...(keepsForm ? field : plain),
    ...(form === undefined ? {} : { form }),
    ...(missing === undefined ? {} : { missing_words: missing.map((word) => word.trim().toLowerCase()) }),
  } as Field;
}
