import { cleanName } from '../files/table/name-columns.ts';
import { isMissingWord, looksLikeNumber, type WordRules } from '../lead/value-words.ts';
import type { AnyColumn, Table } from '../learning/table/table.ts';
import { areBooleans } from './category-input.ts';
import type { LeadsLook } from './read-options.ts';

/** What a table of leads tells the readers of models. */
export function lookAtLeads(table: Table<AnyColumn>, rules: WordRules): LeadsLook {
  const columns = new Map(table.columns.map((column) => [column.name, column]));
  const byWritten = new Map<string, string | undefined>();
  for (const name of columns.keys()) {
    const written = underscored(name);
    // Two columns that LightGBM writes alike are told apart by nothing.
    byWritten.set(written, byWritten.has(written) ? undefined : name);
  }
  return {
    nameOf: (feature) => {
      const name = cleanName(feature);
      return columns.has(name) ? name : (byWritten.get(name) ?? name);
    },
    has: (name) => columns.has(name),
    valuesOf: (name) => {
      const column = columns.get(name);
      if (column?.kind !== 'words') return undefined;
      const words = column.words.filter((word) => !isMissingWord(word, rules));
      const others = areBooleans(words) || words.every((word) => looksLikeNumber(word));
      return words.length === 0 ? undefined : { words, areWords: !others };
    },
  };
}

/** LightGBM writes spaces of names as underscores. */
const underscored = (name: string): string => name.replace(/\s/g, '_');
