import { count } from '../../count.ts';
import { InputError } from '../../errors.ts';
import { isMissingWord, type WordRules } from '../../lead/value-words.ts';
import { cells, quoting } from '../../quoting.ts';
import { fill } from '../../typed-arrays.ts';
import { findWords } from './find-column.ts';
import type { Outcome } from './read-target.ts';
import type { AnyColumn, Column, Table } from './table.ts';

/**
 * The outcome of leads by a second table: a lead converted when its key stands there. Nothing else of that
 * table is looked at, so nothing that is known only after the conversion can leak into the model.
 *
 * @param target the name of the outcome; must be new
 * @param on the key column of both tables
 * @throws {InputError} when a column is missing, the target's name is taken, or no key matches
 */
export function joinConversions(
  leads: Table<AnyColumn>,
  deals: Table<AnyColumn>,
  {
    target,
    on,
    rules,
  }: { readonly target: string; readonly on?: string | undefined; readonly rules: WordRules },
): Outcome {
  if (on === undefined) {
    throw new InputError('--join: expected --on with the name of the column that stands in both files.');
  }
  if (leads.columns.some((column) => column.name === target)) {
    throw new InputError(
      `${leads.fileName}: --target: expected a new name, because --join makes the target, got “${target}”, which is a ` +
        'column of the file. Choose another name, or leave --join out.',
    );
  }
  const leadKeys = findWords(leads, on, '--on');
  const dealKeys = findWords(deals, on, '--on');
  const isKey = (word: string) => !isMissingWord(word, rules);
  const keys = new Set(dealKeys.words.filter(isKey));
  const byWord = leadKeys.words.map((word) => (isKey(word) ? Number(keys.has(word)) : -1));
  const matched = leadKeys.words.filter((word) => keys.has(word)).length;
  if (matched === 0) {
    const some = (words: readonly string[]) => cells(`“${words.find(isKey) ?? 'nothing'}”`);
    throw new InputError(
      quoting`${deals.fileName}: expected keys of ${leads.fileName} in the column ${on}, found none among ${count(keys.size, 'key')}. A key there: ${some(dealKeys.words)}; a key of a lead: ${some(leadKeys.words)}.`,
    );
  }
  return {
    labels: fill(new Int8Array(leadKeys.codes.length), (row) => byWord[leadKeys.codes[row]!]!),
    positive: `${on} stands in the joined file`,
    explainClasses: `${count(matched, 'key')} of ${deals.fileName} match`,
    warnings: describeKeys(leads, deals, leadKeys, dealKeys, keys.size - matched, isKey),
  };
}

function describeKeys(
  leads: Table<AnyColumn>,
  deals: Table<AnyColumn>,
  leadKeys: Column,
  dealKeys: Column,
  unmatched: number,
  isKey: (word: string) => boolean,
): string[] {
  const warnings: string[] = [];
  const missing = (column: Column) =>
    Array.from(column.codes).filter((code) => !isKey(column.words[code]!)).length;
  const repeats = (column: Column) =>
    column.codes.length - missing(column) - column.words.filter(isKey).length;
  const tell = (n: number, text: string) => {
    if (n > 0) warnings.push(`${text}: ${n.toLocaleString('en-US')}`);
  };
  const key = leadKeys.name;
  tell(missing(leadKeys), `${leads.fileName}: rows without a ${key}, left out`);
  tell(repeats(leadKeys), `${leads.fileName}: rows that repeat a ${key}, each kept as a lead of its own`);
  tell(missing(dealKeys), `${deals.fileName}: rows without a ${key}, ignored`);
  tell(repeats(dealKeys), `${deals.fileName}: rows that repeat a ${key}, no matter`);
  tell(unmatched, `${deals.fileName}: keys that belong to no lead, ignored`);
  return warnings;
}
