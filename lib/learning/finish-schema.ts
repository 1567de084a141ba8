import { InputError } from '../errors.ts';
import type { LeadSchema } from '../lead/schema.ts';
import { usedFields } from '../model/used-fields.ts';
import { quoteSome } from '../quoting.ts';

/** The columns that every later lead must have; `all`: those that the model uses and that no training lead lacked. */
export type RequiredColumns = readonly string[] | 'all';

/**
 * @param leftOut column → why it is not learned from
 * @throws {InputError} a required column is none that is learned from
 */
export function checkRequired(
  schema: LeadSchema,
  required: RequiredColumns | undefined,
  leftOut: ReadonlyMap<string, string>,
  fileName: string,
): void {
  if (required === undefined || required === 'all') return;
  const names = schema.fields.map(({ name }) => name);
  const wrong = required.find((name) => !names.includes(name));
  if (wrong === undefined) return;
  const why = leftOut.has(wrong) ? `, which is left out (${leftOut.get(wrong)})` : '';
  throw new InputError(
    `${fileName}: --required: expected columns that are learned from, or all, got “${wrong}”${why}. ` +
      `They are ${quoteSome(names, 20)}.`,
  );
}

/**
 * The schema that leads are held to from now on: a field without a term is not used, and only what the user names is
 * required. What no training lead lacked contributes its mean when it is missing (`build-terms.ts`), so that a lead need not be refused for it.
 *
 * @param schema as inferred: `required` says that no training lead lacked the value
 */
export function finishSchema(
  schema: LeadSchema,
  model: Parameters<typeof usedFields>[0],
  required: RequiredColumns = [],
): LeadSchema {
  const used = usedFields(model);
  return {
    ...schema,
    fields: schema.fields.map((field) => {
      const isUsed = used.has(field.name);
      const isRequired = required === 'all' ? isUsed && field.required : required.includes(field.name);
      // One that is asked for is held to its type, too.
      return { ...field, required: isRequired, ...(isUsed || isRequired ? {} : { unused: true as const }) };
    }),
  };
}
