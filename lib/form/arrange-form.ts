import type { Field, LeadSchema, LeadValue } from '../lead/schema.ts';
import { type FormConfig, WORDS, type Word } from './form-config.ts';

/** A form, ready to be drawn. */
export interface ArrangedForm {
  /** At least one; a group without a title holds what no other does. */
  readonly groups: readonly { readonly title?: string; readonly fields: readonly Field[] }[];
  /** Fields that are not shown, and what is sent for them. */
  readonly hidden: Readonly<Record<string, LeadValue>>;
  /** What stands in the fields at first. */
  readonly defaults: Readonly<Record<string, LeadValue>>;
  readonly words: Readonly<Record<Word, string>>;
}

/**
 * Lays a form out by its configuration. What the configuration says of fields that this schema does not have is left
 * aside, and fields it does not know are shown: a model may have been promoted since the page was built.
 */
export function arrangeForm(schema: LeadSchema, config: FormConfig = {}): ArrangedForm {
  const told = new Map(Object.entries(config.fields ?? {}));
  const fields = new Map(
    schema.fields.map((field) => {
      const { hidden: _hidden, default: _default, ...own } = told.get(field.name) ?? {};
      return [field.name, { ...field, ...own } as Field];
    }),
  );
  const valuesOf = (hidden: boolean) =>
    Object.fromEntries(
      schema.fields.flatMap(({ name }): [string, LeadValue][] => {
        const config = told.get(name);
        return (config?.hidden ?? false) === hidden && (hidden || config?.default !== undefined)
          ? [[name, config?.default ?? null]]
          : [];
      }),
    );
  const hidden = valuesOf(true);
  for (const name of Object.keys(hidden)) fields.delete(name);
  const take = (names: readonly string[]): Field[] =>
    names.flatMap((name) => {
      const field = fields.get(name);
      fields.delete(name);
      return field === undefined ? [] : [field];
    });
  const named = (config.groups ?? []).map(({ title, fields: names }) => ({ title, fields: take(names) }));
  const rest = { fields: [...take(config.order ?? []), ...fields.values()] };
  const words = { ...WORDS, ...config.words };
  const others =
    named.length === 0 ? [rest] : rest.fields.length === 0 ? [] : [{ title: words.others, ...rest }];
  return {
    groups: [...named.filter((group) => group.fields.length > 0), ...others],
    hidden,
    defaults: valuesOf(false),
    words,
  };
}
