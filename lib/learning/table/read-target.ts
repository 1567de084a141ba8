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

/**
 * Reads a target column. Without `positive`, its words must be boolean (yes/no, true/false …) or 1 and 0.
 *
 * @throws {InputError} listing the values when they cannot be told apart, or `positive` is not one of them
 */
export function readTarget(
  column: Column,
  table: Table<AnyColumn>,
  positive: string | undefined,
  rules: WordRules,
): Outcome {
  const byWord = column.words.map((word) => (isMissingWord(word, rules) ? -1 : undefined));
  const values = column.words.filter((_, code) => byWord[code] === undefined).sort();
  const different = count(values.length, 'different value');
  const found = values.length === 0 ? different : quoting`${different} (${cells(quoteSome(values))})`;
  const labelOf = chooseLabels(values, positive === undefined ? undefined : toWord(positive));
  if (labelOf === undefined) {
    const where = `${table.fileName}: ${column.name}`;
    if (positive !== undefined) {
      throw new InputError(
        quoting`${where}: --positive: expected one of its values, got “${positive}”; it has ${found}.`,
      );
    }
    const advice =
      values.length > 20
        ? 'Is it the right column?'
        : quoting`Say which value means “converted”: --positive ${cells(`'${values[0] ?? 'VALUE'}'`)}`;
    throw new InputError(
      quoting`${where}: expected yes and no, true and false, or 1 and 0; found ${found}. ${advice}`,
    );
  }
  const byCode = column.words.map((word, code) => byWord[code] ?? labelOf(word));
  const labels = fill(new Int8Array(column.codes.length), (row) => byCode[column.codes[row]!]!);
  const unknown = labels.reduce((sum, label) => sum + (label < 0 ? 1 : 0), 0);
  const warnings: string[] = [];
  if (unknown > 0) warnings.push(`${count(unknown, 'row')} without a value of ${column.name} left out`);
  if (positive !== undefined && values.length > 2) {
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

/** How to read the values as 0 and 1, or undefined when that is not clear. */
function chooseLabels(
  values: readonly string[],
  positive: string | undefined,
): ((word: string) => number) | undefined {
  if (positive !== undefined) {
    if (!values.includes(positive)) return undefined;
    return (word) => (word === positive ? 1 : 0);
  }
  if (values.length === 0) return () => 0;
  if (values.every((word) => parseBooleanWord(word) !== undefined))
    return (word) => Number(parseBooleanWord(word));
  const isBit = (word: string) => [0, 1].includes(parseNumberWord(word) ?? -1);
  return values.every(isBit) ? (word) => parseNumberWord(word)! : undefined;
}
