import { parseBooleanWord } from '../lead/value-words.ts';
import type { Input, Term } from '../model/artifact.ts';
import type { ImportedModel } from './imported-model.ts';
import type { LeadsLook } from './read-options.ts';

/**
 * Makes boolean fields of the model's categories that are two words for true and false, such as yes and no, where the leads have no
 * other words: training reads such a column so, and callers may send true as well as “yes”.
 */
export function nameBooleans(model: ImportedModel, { valuesOf }: LeadsLook): ImportedModel {
  const booleans = new Set(
    model.fields.flatMap(({ name, type, levels = [] }) =>
      type === 'category' && arePair(levels) && (valuesOf(name)?.words ?? levels).every(isBoolean)
        ? [name]
        : [],
    ),
  );
  if (booleans.size === 0) return model;
  const { fields, terms, trees } = model;
  const rename = <Part extends Term | Input>(part: Part): Part =>
    'feature' in part && 'values' in part && !('edges' in part) && booleans.has(part.feature)
      ? { ...part, values: byTruth(part.values) }
      : part;
  return {
    ...model,
    fields: fields.map((field) => {
      if (!booleans.has(field.name)) return field;
      const { levels: _, ...others } = field;
      return { ...others, type: 'boolean' };
    }),
    terms: terms.map(rename),
    ...(trees === undefined ? {} : { trees: { ...trees, inputs: trees.inputs.map(rename) } }),
  };
}

const isBoolean = (word: string): boolean => parseBooleanWord(word) !== undefined;

const arePair = (levels: readonly string[]): boolean =>
  levels.length === 2 &&
  levels.every(isBoolean) &&
  parseBooleanWord(levels[0]!) !== parseBooleanWord(levels[1]!);

const byTruth = (values: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(values).map(([word, value]) => [String(parseBooleanWord(word)), value]));
