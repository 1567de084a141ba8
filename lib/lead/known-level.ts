import { HashedLevels } from './rare-levels.ts';
import type { CategoryField } from './schema.ts';

interface KnownLevels {
  readonly named: ReadonlySet<string>;
  readonly rare: HashedLevels<true> | undefined;
}

const prepared = new WeakMap<CategoryField, KnownLevels>();

/** Whether training saw a value of a category, also one so rare that the schema does not name it. */
export function isKnownLevel(field: CategoryField, value: string): boolean {
  let known = prepared.get(field);
  if (known === undefined) {
    const { levels, rare_levels: rare } = field;
    known = {
      named: new Set(levels),
      rare:
        rare === undefined
          ? undefined
          : new HashedLevels(rare.salt, new Map(rare.hashes.map((hash) => [hash, true]))),
    };
    prepared.set(field, known);
  }
  return known.named.has(value) || known.rare?.get(value) === true;
}
