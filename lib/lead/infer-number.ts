import type { NumberForm } from '../contract/lead-schema.ts';
import { quoteForShell } from '../quoting.ts';
import { FEWEST_ROWS, NEARLY_ALL, numbersAreIdentifier, type Present } from './column-checks.ts';
import { NumberEvidence, type NumberVerdict, type Reading } from './number-evidence.ts';
import { describeNumberForm, isPlainForm, PLAIN_FORM } from './number-form.ts';
import { isEither } from './number-systems.ts';
import type { NumberField } from './schema.ts';
import type { ToldColumn } from './told-columns.ts';
import { looksLikeNumber, parseNumberIn, parseNumberWord, type WordRules } from './value-words.ts';

/** What a column of many numbers is known by, in place of its words. */
export interface NumberSummary {
  readonly name: string;
  readonly range: readonly [min: number, max: number];
  readonly integer: boolean;
  /** Rows with a number. */
  readonly rows: number;
  readonly missingRows: number;
  /** How many different ones there are; counted when it is asked for. */
  readonly countDifferent: () => number;
  readonly forEach: (visit: (value: number, rows: number) => void) => void;
  /** How the numbers are written, unless as programs write them. */
  readonly form?: NumberForm;
  /** The numbers may be read in another form, too. */
  readonly ambiguous?: AmbiguousNumbers;
}

export type AmbiguousNumbers = Extract<NumberVerdict, { kind: 'ambiguous' }>;

/** The numbers of a column's words, as far as they are numbers of one form. */
export type FoundNumbers =
  | { readonly kind: 'numbers'; readonly form: NumberForm; readonly values: readonly number[] }
  | AmbiguousNumbers
  | {
      readonly kind: 'no numbers';
      /** Why not, although every word looks like a number. */
      readonly reason?: string;
      /** Per word, whether it looks like a number. */
      readonly isNumber: readonly boolean[];
    };

/** What inference knows of the numbers of a column before it looks at the words. */
export const hintsOf = (rules: WordRules, told: ToldColumn | undefined) => ({
  decimal: rules.decimal,
  isNumber: told?.type === 'number',
  form: told?.numberForm,
});

/** Finds out whether all words of a column are numbers of one form, and of which. */
export function findNumbers(words: readonly string[], rules: WordRules, told?: ToldColumn): FoundNumbers {
  const isTold = told?.type === 'number' || told?.numberForm !== undefined;
  const plain = !isTold && rules.decimal !== ',' ? readPlain(words, rules.decimal) : undefined;
  if (plain !== undefined) return { kind: 'numbers', form: PLAIN_FORM, values: plain };
  const evidence = new NumberEvidence(hintsOf(rules, told));
  const isNumber = words.map((word) => looksLikeNumber(word, isTold));
  if (isNumber.includes(false)) return { kind: 'no numbers', isNumber };
  for (const word of words) evidence.add(word);
  const verdict = evidence.judge();
  if (verdict.kind === 'no numbers') return { ...verdict, isNumber };
  if (verdict.kind === 'ambiguous') return verdict;
  const { form } = verdict;
  return { kind: 'numbers', form, values: words.map((word) => parseNumberIn(word, form)!) };
}

/** Numbers as programs write them; undefined: they are not, or they may be thousands. */
function readPlain(words: readonly string[], decimal: '.' | undefined): number[] | undefined {
  const values: number[] = [];
  let [either, clear] = [false, decimal !== undefined];
  for (const word of words) {
    const value = parseNumberWord(word);
    if (value === undefined) return undefined;
    values.push(value);
    if (clear || !word.includes('.')) continue;
    if (isEither(word.startsWith('-') ? word.slice(1) : word)) either = true;
    else clear = true;
  }
  return either && !clear ? undefined : values;
}

/** A column whose words are numbers, as a field, or why it tells nothing. */
export function inferNumber(
  { name, rows, words }: Present,
  values: readonly number[],
  form: NumberForm,
  required: boolean,
  told: ToldColumn | undefined,
): { readonly field: NumberField } | { readonly reason: string } {
  let [min, max, integer] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, true];
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
    integer &&= Number.isInteger(value);
  }
  const reason =
    integer && rows >= FEWEST_ROWS && told?.type !== 'number'
      ? numbersAreIdentifier(name, rows, words.length, [min, max])
      : undefined;
  if (reason !== undefined) return { reason };
  if (min === max && required) return { reason: `constant: every value is ${min}` };
  // -0 would not survive JSON.
  return { field: makeField(name, form, required, integer, [min + 0, max + 0]) };
}

/** The same of many different numbers: it is neither a constant nor a category. */
export function inferManyNumbers(
  { name, range, integer, rows, missingRows, countDifferent, form = PLAIN_FORM }: NumberSummary,
  told: ToldColumn | undefined,
): { readonly field: NumberField } | { readonly reason: string } {
  // Whole numbers within a range are no more than fit in it: often there is no need to count.
  const mayDiffer = integer && range[1] - range[0] + 1 > NEARLY_ALL * rows;
  const isTold = told?.type === 'number';
  const reason = mayDiffer && !isTold ? numbersAreIdentifier(name, rows, countDifferent(), range) : undefined;
  if (reason !== undefined) return { reason };
  return { field: makeField(name, form, missingRows === 0, integer, range) };
}

function makeField(
  name: string,
  form: NumberForm,
  required: boolean,
  integer: boolean,
  range: readonly [number, number],
): NumberField {
  return {
    ...({ name, type: 'number', required, integer, range } as const),
    ...(isPlainForm(form) ? {} : { form }),
  };
}

/** Why numbers that can be read in two ways are read in neither, and what chooses. */
export function refuseAmbiguous(name: string, { word, readings }: AmbiguousNumbers): string {
  const [thousands, decimals] = readings.map(({ form, value }) => ({ value, ...tellChoice(name, form) }));
  return (
    `“${word}” may be “${thousands!.value}” or “${decimals!.value}”, and no other value of the column says which: ` +
    `pass ${thousands!.option} or ${decimals!.option} (--decimal ${readings[0].form.decimal} or ${readings[1].form.decimal} decides for all columns)`
  );
}

const tellChoice = (name: string, { decimal, thousands }: Reading['form']) => ({
  option: `--type ${quoteForShell(`${name}=number:${describeNumberForm({ decimal, ...(thousands === undefined ? {} : { thousands }) })}`)}`,
});
