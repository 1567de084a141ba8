import { count } from '../../count.ts';
import { InputError } from '../../errors.ts';
import { isMissingWord, type WordRules } from '../../lead/value-words.ts';
import { cells, type Quoting, quoting } from '../../quoting.ts';
import { fill } from '../../typed-arrays.ts';
import { findWords } from './find-column.ts';
import { findKeyDifference, type KeyDifference } from './key-differences.ts';
import type { Outcome } from './read-target.ts';
import type { AnyColumn, Column, Table } from './table.ts';

export interface JoinOptions {
  readonly target: string;
  readonly on?: string | undefined;
  readonly rules: WordRules;
  /** Join, too, when most keys of the deals meet no lead. */
  readonly force?: boolean | undefined;
}

/** Where a smaller share of the deals' keys meets a lead, the files do not belong together as they are written. */
const FEWEST_MATCHED = 0.5;
/** Where fewer keys meet no lead, it is not looked into why. */
const WORTH_A_LOOK = 0.01;

/**
 * The outcome of leads by a second table: a lead converted when its key stands there. Nothing else of that
 * table is looked at, so nothing that is known only after the conversion can leak into the model.
 *
 * @param target the name of the outcome; must be new
 * @param on the key column of both tables
 * @throws {InputError} when a column is missing, the target's name is taken, or most keys of the deals meet no lead
 */
export function joinConversions(
  leads: Table<AnyColumn>,
  deals: Table<AnyColumn>,
  { target, on, rules, force = false }: JoinOptions,
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
  const presentKeys = leadKeys.words.filter(isKey);
  const matched = presentKeys.filter((word) => keys.has(word)).length;
  const known = new Set(presentKeys);
  const unmatched = [...keys].filter((key) => !known.has(key));
  const difference =
    unmatched.length > WORTH_A_LOOK * keys.size ? findKeyDifference(unmatched, presentKeys) : undefined;
  if (matched < FEWEST_MATCHED * keys.size || keys.size === 0) {
    // Keys that are the same but for how they are written meet no lead however often it is told.
    const isWritten = difference !== undefined && difference.meet >= FEWEST_MATCHED * unmatched.length;
    if (matched === 0 || isWritten || !force)
      throw refuse(leads, deals, on, {
        keys,
        matched,
        leadKeys: presentKeys,
        unmatched,
        difference,
        isWritten,
      });
  }
  return {
    labels: fill(new Int8Array(leadKeys.codes.length), (row) => byWord[leadKeys.codes[row]!]!),
    positive: `${on} stands in the joined file`,
    explainClasses: `${count(matched, 'key')} of ${deals.fileName} match`,
    warnings: [
      ...describeKeys(leads, deals, leadKeys, dealKeys, unmatched.length, isKey),
      ...(difference === undefined
        ? []
        : [
            `${deals.fileName}: ${count(difference.meet, 'key')} of those that belong to no lead would, without ${difference.name}: write the keys alike in both files`,
          ]),
    ],
  };
}

interface Refused {
  readonly keys: ReadonlySet<string>;
  readonly matched: number;
  readonly leadKeys: readonly string[];
  readonly unmatched: readonly string[];
  readonly difference: KeyDifference | undefined;
  /** Most of them differ in how they are written only. */
  readonly isWritten: boolean;
}

function refuse(
  leads: Table<AnyColumn>,
  deals: Table<AnyColumn>,
  on: string,
  { keys, matched, leadKeys, unmatched, difference, isWritten }: Refused,
): InputError {
  const found = matched === 0 ? 'none' : matched.toLocaleString('en-US');
  const [key, other] = difference?.example ?? [];
  const some = (words: readonly string[], first: string | undefined) => {
    const chosen = [...(first === undefined ? [] : [first]), ...words.filter((word) => word !== first)];
    const shown = chosen.slice(0, 2).map((word) => `“${clip(word)}”`);
    return cells(shown.length === 0 ? '“nothing”' : shown.join(' and '));
  };
  const why: Quoting =
    difference === undefined
      ? quoting``
      : quoting` Without ${difference.name}, ${count(difference.meet, 'more key')} would meet a lead.`;
  const what: Quoting = isWritten
    ? quoting` Write the keys alike in both files.`
    : matched === 0
      ? quoting` Check that ${on} is the same key in both files.`
      : quoting` Check that ${on} is the same key in both files; if ${deals.fileName} has deals of other leads, too, pass --force.`;
  return new InputError(
    quoting`${deals.fileName}: expected keys of ${leads.fileName} in the column ${on}, found ${found} among ${count(keys.size, 'key')}. Keys there: ${some(unmatched, key)}; keys of leads: ${some(leadKeys, other)}.${why}${what}`,
  );
}

const LONGEST_KEY = 60;
const clip = (key: string): string => (key.length > LONGEST_KEY ? `${key.slice(0, LONGEST_KEY)}…` : key);

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
  tell(repeats(dealKeys), `${deals.fileName}: rows that repeat a ${key}, counted once`);
  tell(unmatched, `${deals.fileName}: keys that belong to no lead, ignored`);
  return warnings;
}
