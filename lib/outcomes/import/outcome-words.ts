import { type OTHERS, OUTCOME_EVENTS } from '../../contract/words.ts';
import { count } from '../../count.ts';
import { InputError } from '../../errors.ts';
import { formatCount } from '../../format-figures.ts';
import { toWord } from '../../to-word.ts';
import type { OutcomeEventKind } from '../outcome.ts';
import { asOption, type NameSetting } from './setting-name.ts';

/** The words of each kind of outcome, as the options give them. */
export type OutcomeWords = Readonly<Partial<Record<OutcomeEventKind, readonly string[]>>>;

/** What becomes of a row whose word means nothing. */
export type Others = (typeof OTHERS)[number];

/** Words are compared without the space around them, in any case. */
const keyOf = (word: string): string => toWord(word).toLowerCase();

/**
 * Word → what it means.
 *
 * @param onProblem told when there is no word, or one means two things
 */
export function mapWords(
  words: OutcomeWords,
  onProblem: (message: string) => void,
  say: NameSetting = asOption,
): ReadonlyMap<string, OutcomeEventKind> {
  const kinds = new Map<string, OutcomeEventKind>();
  for (const kind of OUTCOME_EVENTS) {
    for (const word of words[kind] ?? []) {
      const before = kinds.get(keyOf(word));
      if (before !== undefined && before !== kind)
        onProblem(`“${word}” cannot be both ${say(before)} and ${say(kind)}; case does not count`);
      kinds.set(keyOf(word), kind);
    }
  }
  if (kinds.size === 0) onProblem(`expected ${listKinds(say)} with the words of the column, got none`);
  return kinds;
}

const listKinds = (say: NameSetting): string =>
  `${say('converted')}, ${say('lost')}, ${say('open')} or ${say('contacted')}`;

/** More different words make no column of outcomes. */
const MOST_WORDS = 1000;
/** Words that a summary names. */
const MOST_NAMED = 10;

/** Counts the words of a column of outcomes. */
export class WordCounts {
  readonly #column: string;
  readonly #fileName: string;
  readonly #say: NameSetting;
  /** As it is compared → as it stands first, and in how many rows. */
  readonly #counts = new Map<string, { readonly word: string; rows: number }>();

  constructor(column: string, fileName: string, say: NameSetting = asOption) {
    this.#column = column;
    this.#fileName = fileName;
    this.#say = say;
  }

  /** @throws {InputError} there are too many different ones */
  add(word: string): void {
    const key = keyOf(word);
    const found = this.#counts.get(key);
    if (found !== undefined) found.rows += 1;
    else if (this.#counts.size < MOST_WORDS) this.#counts.set(key, { word, rows: 1 });
    else
      throw new InputError(
        `${this.#fileName}: ${this.#say('outcome')} ${this.#column}: expected a column of outcomes, found more than ${formatCount(MOST_WORDS)} different words. Name another column.`,
      );
  }

  /** Those that mean nothing, the most frequent first. */
  #others(kinds: ReadonlyMap<string, OutcomeEventKind>) {
    return [...this.#counts]
      .filter(([key]) => !kinds.has(key))
      .map(([, counted]) => counted)
      .sort((a, b) => b.rows - a.rows || (a.word < b.word ? -1 : 1));
  }

  /** @throws {InputError} with every word that is in no option, and its rows */
  refuseOthers(kinds: ReadonlyMap<string, OutcomeEventKind>): void {
    const others = this.#others(kinds);
    if (others.length === 0) return;
    const rows = others.reduce((sum, one) => sum + one.rows, 0);
    const list = others.map((one) => `\n  ${describe(one)}`).join('');
    throw new InputError(
      `${this.#fileName}: ${count(rows, 'row')} ${rows === 1 ? 'has' : 'have'} a word in “${this.#column}” that no option names. ` +
        `Nothing was sent. Name each with ${listKinds(this.#say)}, or pass ${this.#say('other', 'skip')} to leave these rows out, ` +
        `or ${this.#say('other', 'open')}.${list}`,
    );
  }

  /** @throws {InputError} no row has a word of an option: one of them is misspelled, or the column is another one */
  refuseNone(kinds: ReadonlyMap<string, OutcomeEventKind>): void {
    if ([...kinds.keys()].some((key) => this.#counts.has(key))) return;
    const found = this.#others(kinds).slice(0, MOST_NAMED).map(describe).join(', ');
    throw new InputError(
      `${this.#fileName}: expected one of the words of the options in “${this.#column}”, found none of them. It has ${found}. Nothing was sent.`,
    );
  }

  /** What --other did, as a note; none where it did nothing. */
  tellOthers(kinds: ReadonlyMap<string, OutcomeEventKind>, others: Others): string[] {
    const found = this.#others(kinds);
    if (found.length === 0) return [];
    const rows = found.reduce((sum, one) => sum + one.rows, 0);
    const more = found.length > MOST_NAMED ? ` and ${count(found.length - MOST_NAMED, 'more word')}` : '';
    const what = others === 'skip' ? 'left out' : 'taken as open';
    return [
      `${count(rows, 'row')} ${rows === 1 ? 'is' : 'are'} ${what} (${this.#say('other', others)}): ${found.slice(0, MOST_NAMED).map(describe).join(', ')}${more}`,
    ];
  }

  /** Words of options that no row has. */
  tellUnseen(words: OutcomeWords): string[] {
    const unseen = Object.values(words)
      .flat()
      .filter((word) => !this.#counts.has(keyOf(word)));
    return unseen.length === 0
      ? []
      : [`no row has ${unseen.map((word) => `“${word}”`).join(', ')} in “${this.#column}”`];
  }
}

const describe = ({ word, rows }: { readonly word: string; readonly rows: number }): string =>
  `${word === '' ? '(empty)' : `“${word}”`} ${formatCount(rows)}`;

/** @returns what a word means; undefined: the row is left out */
export const kindOf = (
  word: string,
  kinds: ReadonlyMap<string, OutcomeEventKind>,
  others: Others | undefined,
): OutcomeEventKind | undefined => kinds.get(keyOf(word)) ?? (others === 'open' ? 'open' : undefined);
