import type { CategoryField } from './schema.ts';

const known = new WeakMap<CategoryField, ReadonlySet<string>>();

/** Whether the training data has a text in a field: the one place that decides what is "unseen". */
export function isKnownLevel(field: CategoryField, value: string): boolean {
  let levels = known.get(field);
  if (levels === undefined) {
    levels = new Set(field.levels);
    known.set(field, levels);
  }
  return levels.has(value);
}
