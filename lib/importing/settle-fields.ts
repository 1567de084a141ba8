import { InputError } from '../errors.ts';
import type { InferredSchema } from '../lead/infer-schema.ts';
import type { CategoryField, Field } from '../lead/schema.ts';
import { quoteSome } from '../quoting.ts';
import type { ImportedField, ImportedModel } from './imported-model.ts';
import { readAsBoolean, readAsNumber } from './retype.ts';

/** The model's columns as the fields of leads, and the model that reads them. */
export interface SettledFields {
  /** With every level of the leads, by which they are read. */
  readonly fields: readonly Field[];
  readonly model: Pick<ImportedModel, 'terms' | 'trees'>;
  /** Per category the levels that the model knows; of others it may be that the leads have some. */
  readonly known: ReadonlyMap<string, readonly string[]>;
  readonly required: readonly string[];
  /** Sentences for the user. They quote words of the leads. */
  readonly notes: readonly string[];
}

/**
 * Settles what type each column of the model has: the model says what it reads, and the leads how callers write it. A number that leads
 * write as true and false is a boolean field.
 *
 * @param inferred from the leads' columns, told of the model's categories
 * @throws {InputError} the leads have another type in a column that the model reads
 */
export function settleFields(
  { fields: columns, terms, trees }: ImportedModel,
  { schema, leftOut, refused }: Pick<InferredSchema, 'schema' | 'leftOut' | 'refused'>,
  fileName: string,
): SettledFields {
  const inferred = new Map(schema.fields.map((field) => [field.name, field]));
  const known = new Map<string, readonly string[]>();
  const notes: string[] = [];
  let parts = { terms, inputs: trees?.inputs ?? [] };
  const fields = columns.flatMap((column): Field[] => {
    const { name, type } = column;
    const found = inferred.get(name);
    if (type === undefined) return found === undefined ? [] : [found];
    const why = refused.get(name);
    if (why !== undefined) throw new InputError(`${fileName}: ${name}: ${why}.`);
    if (found === undefined) return [fieldWithoutLeads(column, leftOut.get(name) ?? 'no value', fileName)];
    if (found.type === type) {
      if (found.type !== 'category' || column.levels === undefined) return [found];
      known.set(name, orderLevels(column.levels, found.levels));
      notes.push(...tellUnknown(found, column.levels));
      return [withLevels(found, column.levels)];
    }
    if (type === 'number' && found.type === 'boolean') {
      parts = readAsBoolean(parts, name);
      return [found];
    }
    if (type === 'boolean' && found.type === 'number' && found.integer && isWithin(found.range, 0, 1)) {
      parts = readAsNumber(parts, name);
      return [found];
    }
    throw new InputError(
      `${fileName}: ${name}: expected ${EXPECTED[type]}, as the model reads there, found ${describe(found)}. ${ADVICE[type]}`,
    );
  });
  return {
    fields,
    model: {
      terms: parts.terms,
      ...(trees === undefined ? {} : { trees: { ...trees, inputs: parts.inputs } }),
    },
    known,
    required: columns.flatMap(({ name, strict }) => (strict === true ? [name] : [])),
    notes,
  };
}

type Type = NonNullable<ImportedField['type']>;

const EXPECTED: Readonly<Record<Type, string>> = {
  number: 'numbers',
  boolean: 'true and false',
  category: 'words',
};
const ADVICE: Readonly<Record<Type, string>> = {
  number:
    'Give the leads as the model saw them; where it saw codes of these words, name them in the order of the codes: --categories. Or export the whole pipeline with scorelane_export.py.',
  boolean: 'Give the leads as the model saw them.',
  category: 'Give the leads as the model saw them.',
};

function describe(field: Field): string {
  switch (field.type) {
    case 'category':
      return `words such as ${quoteSome(field.levels, 2)}`;
    case 'number':
      return 'numbers';
    case 'boolean':
      return 'true and false';
    case 'date':
      return 'dates';
  }
}

const isWithin = ([low, high]: readonly [number, number], from: number, to: number): boolean =>
  low >= from && high <= to;

/** The levels of the model: those of the leads first, the most frequent before the others. */
function orderLevels(levels: readonly string[], ofLeads: readonly string[]): string[] {
  const rest = new Set(levels);
  const seen = ofLeads.filter((level) => rest.delete(level));
  return [...seen, ...rest];
}

const withLevels = (field: CategoryField, levels: readonly string[]): CategoryField => ({
  ...field,
  levels: [...new Set([...field.levels, ...levels])],
});

function tellUnknown({ name, levels: ofLeads }: CategoryField, levels: readonly string[]): string[] {
  const known = new Set(levels);
  const unknown = ofLeads.filter((level) => !known.has(level));
  if (unknown.length === 0) return [];
  return [
    `${name}: ${unknown.length === 1 ? '1 value of the leads is' : `${unknown.length} values of the leads are`} unknown to the model: ${quoteSome(unknown, 3)}`,
  ];
}

/** A column that the leads tell nothing of: it is constant there, or empty. */
function fieldWithoutLeads(
  { name, type, levels, range }: ImportedField,
  reason: string,
  fileName: string,
): Field {
  if (type === 'category') return { name, type, required: false, levels: levels ?? [] };
  if (type === 'boolean') return { name, type, required: false };
  if (range !== undefined)
    return {
      name,
      type: 'number',
      required: false,
      integer: range.every(Number.isInteger),
      range: [...range],
    };
  throw new InputError(
    `${fileName}: ${name}: expected numbers that tell the range of the column, which the model reads, found none (${reason}). Give other leads.`,
  );
}
