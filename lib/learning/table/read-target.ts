import { count } from '../../count.ts';
import { InputError } from '../../errors.ts';
import { isMissingWord, parseBooleanWord, parseNumberWord, type WordRules } from '../../lead/value-words.ts';
import { cells, type Quoting, quoteSome, quoting } from '../../quoting.ts';
import { toWord } from '../../to-word.ts';
import { fill } from '../../typed-arrays.ts';
import { POSITIVES_JOIN } from './left-out.ts';
import type { AnyColumn, Column, Table } from './table.ts';

/** The outcome of every row of the table. */
export interface Outcome {
  /** 1: converted, 0: not, −1: not known. */
  readonly labels: Int8Array;
  /** What "converted" is, in words, for the lineage. */
  readonly positive: string;
  /** How the classes were told apart, for messages. */
  readonly explainClasses: string | Quoting;
  readonly warnings: readonly string[];
}

/** The words of a target that are told. */
export interface TargetWords {
  /** It means “converted”. */
  readonly positive?: string | undefined;
  /** They mean “not converted”; with them, any word besides is of a lead that is still open. */
  readonly negative?: readonly string[] | undefined;
}

/**
 * Reads a target column. Without `positive` and `negative`, its words must be boolean (yes/no, true/false …) or 1 and 0.
 *
 * @throws {InputError} listing the values when they cannot be told apart, or `positive` is not one of them
 */
export function readTarget(
  column: Column,
  table: Table<AnyColumn>,
  told: TargetWords,
  rules: WordRules,
): Outcome {
  const positive = told.positive === undefined ? undefined : toWord(told.positive);
  const negative = told.negative?.map(toWord);
  const byWord = column.words.map((word) => (isMissingWord(word, rules) ? -1 : undefined));
  const values = column.words.filter((_, code) => byWord[code] === undefined).sort();
  const different = count(values.length, 'different value');
  const found = values.length === 0 ? different : quoting`${different} (${cells(quoteSome(values))})`;
  checkNegative(column, table, { positive, negative }, values, found);
  const labelOf = chooseLabels(values, positive, negative);
  if (labelOf === undefined) {
    const where = `${table.fileName}: ${column.name}`;
    if (positive !== undefined) {
      throw new InputError(
        quoting`${where}: --positive: expected one of its values, got “${positive}”; it has ${found}.`,
      );
    }
    const advice = advisePositive(values);
    throw new InputError(
      quoting`${where}: expected yes and no, true and false, or 1 and 0; found ${found}. ${advice}`,
    );
  }
  const byCode = column.words.map((word, code) => byWord[code] ?? labelOf(word));
  const labels = fill(new Int8Array(column.codes.length), (row) => byCode[column.codes[row]!]!);
  const countRows = (isCounted: (code: number) => boolean) => {
    let rows = 0;
    for (const code of column.codes) if (isCounted(code)) rows += 1;
    return rows;
  };
  const unknown = countRows((code) => byWord[code] !== undefined);
  const warnings: string[] = [];
  if (unknown > 0) warnings.push(`${count(unknown, 'row')} without a value of ${column.name} left out`);
  const open = values.filter((word) => labelOf(word) < 0);
  if (open.length > 0) {
    const rows = countRows((code) => byCode[code]! < 0 && byWord[code] === undefined);
    warnings.push(`${count(rows, 'open lead')} left out: ${column.name} is ${quoteSome(open)}`);
  }
  if (positive !== undefined && negative === undefined && values.length > 2) {
    const rest = values.filter((word) => labelOf(word) === 0);
    warnings.push(`${column.name}: ${quoteSome(rest)} count as not converted`);
  }
  const meaning = values.filter((word) => labelOf(word) === 1);
  return {
    labels,
    positive: meaning.join(POSITIVES_JOIN) || positive || 'yes',
    explainClasses: quoting`its values are ${cells(quoteSome(values))}`,
    warnings,
  };
}

/** @throws {InputError} a negative value is none of the column's, or is the positive one, or there is no positive one */
function checkNegative(
  { name }: Column,
  { fileName }: Table<AnyColumn>,
  { positive, negative = [] }: TargetWords,
  values: readonly string[],
  found: string | Quoting,
): void {
  const where = `${fileName}: ${name}: --negative`;
  if (negative.length > 0 && positive === undefined)
    throw new InputError(`${where}: expected --positive beside it, which says what means “converted”.`);
  for (const word of negative) {
    if (word === positive)
      throw new InputError(quoting`${where}: expected another value than that of --positive, got “${word}”.`);
    if (!values.includes(word))
      throw new InputError(quoting`${where}: expected one of its values, got “${word}”; it has ${found}.`);
  }
}

/** More different values are no outcome. */
const MOST_OUTCOMES = 20;
/** Words that mean "converted" and little else. */
const POSITIVE =
  /^(?:(?:closed[\s_-]*)?won|converted|conversion|customer|client|success(?:ful)?|subscribed|purchased|bought|paid|signed|accepted|gewonnen|gagné|ganado|vinto)$/i;

/** What to do about values that say neither yes nor no: no value is proposed that may as well mean the contrary. */
function advisePositive(values: readonly string[]): string | Quoting {
  const areNumbers = values.every((word) => parseNumberWord(word) !== undefined);
  if (values.length > MOST_OUTCOMES || (areNumbers && values.length > 2)) return 'Is it the right column?';
  const likely = values.filter((word) => POSITIVE.test(word));
  const example = likely.length === 1 ? cells(`'${likely[0]}'`) : 'VALUE';
  return quoting`Say which value means “converted”: --positive ${example}`;
}

/** How to read the values as 0 and 1, or undefined when that is not clear. */
function chooseLabels(
  values: readonly string[],
  positive: string | undefined,
  negative: readonly string[] | undefined,
): ((word: string) => number) | undefined {
  if (positive !== undefined) {
    if (!values.includes(positive)) return undefined;
    return (word) => (word === positive ? 1 : (negative?.includes(word) ?? true) ? 0 : -1);
  }
  if (values.length === 0) return () => 0;
  if (values.every((word) => parseBooleanWord(word) !== undefined))
    return (word) => Number(parseBooleanWord(word));
  const isBit = (word: string) => [0, 1].includes(parseNumberWord(word) ?? -1);
  return values.every(isBit) ? (word) => parseNumberWord(word)! : undefined;
}
