import { formFor } from '../../lead/number-form.ts';
import { parseWords } from '../../lead/parse-words.ts';
import type { Field, FieldError, LeadValue } from '../../lead/schema.ts';
import { validateLead } from '../../lead/validate-lead.ts';
import { isImpossibleDate, parseWord, someMeanMissing, type WordRules } from '../../lead/value-words.ts';
import type { ModelArtifact } from '../../model/artifact.ts';
import { type CompiledTerm, compileTerm } from '../../model/compile-term.ts';
import { FITS, type FieldJudge, type Judgement, OUTSIDE } from '../../model/judge-values.ts';
import type { CompiledInput } from '../../model/trees/compile-input.ts';
import { type CompiledTrees, compileTrees, MEMORY_IN_BULK } from '../../model/trees/compile-trees.ts';
import { toWord } from '../../to-word.ts';
import { ByteDictionary } from '../csv/byte-dictionary.ts';
import { decodeCell } from '../csv/decode-cells.ts';
import type { ByteRow } from '../csv/scan-bytes.ts';
import { type CellNumberReader, createNumberReader } from '../text/form-reader.ts';
import { type Skew, SkewCounter } from './skew.ts';

/** Values that are remembered per column; a file of more different ones is read value by value. */
const MOST_REMEMBERED = 10_000;

/**
 * Reads and scores the cells of rows. The values are those of `parseWords` and `validateLead`, the contributions
 * those of `compileModel`, added in its order; what is the same in many rows is worked out once.
 */
export class RowScorer {
  /** Of the row that was read last: one per field of the schema. */
  readonly values: LeadValue[];
  /** One per part of the model; without reasons those of the trees stay 0. */
  readonly contributions: Float64Array;
  logOdds = 0;

  readonly #artifact: ModelArtifact;
  readonly #rules: WordRules;
  readonly #cells: readonly CellReader[];
  readonly #columns: readonly number[];
  readonly #terms: readonly BoundTerm[];
  readonly #trees: CompiledTrees | undefined;
  readonly #inputs: readonly BoundInput[];
  readonly #numbers: Float64Array;
  /** The contributions that are the trees'; undefined: reasons are not asked for, which most of the work is for. */
  readonly #ofTrees: Float64Array | undefined;
  readonly #skew: SkewCounter;
  /** Positions of the fields whose values are unlike the training leads'; first those without a column, in every row. */
  readonly #unlike: Int32Array;
  readonly #absent: number;

  /**
   * @param columns per field of the schema, its column in the file; −1: there is none
   * @param reasons whether contributions are asked for
   */
  constructor(artifact: ModelArtifact, columns: readonly number[], rules: WordRules, reasons = true) {
    const { fields } = artifact.schema;
    this.#artifact = artifact;
    this.#rules = rules;
    this.#columns = columns;
    this.#cells = fields.map((field, f) => new CellReader(artifact, field, columns[f]!, rules));
    const position = new Map(fields.map((field, f) => [field.name, f]));
    this.#terms = artifact.terms.map((term) => bindTerm(compileTerm(term), position));
    for (const { first, second, known } of this.#terms) if (second < 0) this.#cells[first]!.knowBy(known);
    this.#skew = new SkewCounter(artifact);
    for (const judge of this.#skew.judges) this.#cells[judge.position]!.judgeBy(judge);
    const absent = fields.flatMap((_, f) =>
      columns[f]! < 0 && this.#cells[f]!.judgement !== FITS ? [f] : [],
    );
    this.#absent = absent.length;
    this.#unlike = new Int32Array(fields.length);
    this.#unlike.set(absent);
    this.values = fields.map(() => null);
    this.#trees = artifact.trees && compileTrees(artifact.trees, MEMORY_IN_BULK);
    this.#inputs = (this.#trees?.inputs ?? []).map((input) => {
      const bound = { field: position.get(input.feature)!, input, known: [] };
      this.#cells[bound.field]!.knowBy(bound.known);
      return bound;
    });
    this.#numbers = new Float64Array(this.#inputs.length);
    this.contributions = new Float64Array(artifact.terms.length + (this.#trees?.fields.length ?? 0));
    if (reasons) this.#ofTrees = this.contributions.subarray(artifact.terms.length);
  }

  /** What the rows that fit were beside the training leads, from where it was asked for last. */
  takeSkew(): Skew {
    return this.#skew.take();
  }

  /** Reads and scores a row; false when it does not fit the model: `explainErrors` says why. */
  read(row: ByteRow): boolean {
    const { values, contributions } = this;
    const cells = this.#cells;
    const columns = this.#columns;
    let unlike = this.#absent;
    for (let f = 0; f < cells.length; f++) {
      // Missing in every row, as it was found when the file was planned.
      if (columns[f]! < 0) continue;
      const cell = cells[f]!;
      const value = cell.read(row);
      if (value === undefined) return false;
      values[f] = value;
      if (cell.judgement !== FITS) this.#unlike[unlike++] = f;
    }
    if (unlike > 0) this.#countSkew(unlike);
    let logOdds = this.#artifact.intercept;
    for (let t = 0; t < this.#terms.length; t++) {
      const contribution = this.#contribute(this.#terms[t]!);
      contributions[t] = contribution;
      logOdds += contribution;
    }
    this.logOdds = this.#trees === undefined ? logOdds : logOdds + this.#addTrees(this.#trees);
    return true;
  }

  #addTrees(trees: CompiledTrees): number {
    const numbers = this.#numbers;
    for (let i = 0; i < numbers.length; i++) numbers[i] = this.#readInput(this.#inputs[i]!);
    return this.#ofTrees === undefined
      ? trees.scoreInputs(numbers)
      : trees.explainInputs(numbers, this.#ofTrees);
  }

  #readInput({ field, input, known }: BoundInput): number {
    const { code } = this.#cells[field]!;
    if (code < 0) return input.read(this.values[field]!);
    known[code] ??= input.read(this.values[field]!);
    return known[code];
  }

  #countSkew(unlike: number): void {
    for (let i = 0; i < unlike; i++) {
      const f = this.#unlike[i]!;
      const cell = this.#cells[f]!;
      this.#skew.add(f, cell.judgement, this.values[f]!, cell);
    }
  }

  #contribute({ first, second, known, term }: BoundTerm): number {
    const { values } = this;
    if (second >= 0) return term.contribute(values[first]!, values[second]!);
    const { code } = this.#cells[first]!;
    if (code < 0) return term.contribute(values[first]!, null);
    known[code] ??= term.contribute(values[first]!, null);
    return known[code];
  }

  /** What is wrong with a row that `read` refused. */
  explainErrors(row: ByteRow): readonly FieldError[] {
    const { schema } = this.#artifact;
    const words = this.#columns.map((column) => (column < 0 ? undefined : toWord(decodeCell(row, column))));
    const { values, errors } = parseWords(schema, words, this.#rules);
    const unreadable = new Set(errors.map((error) => error.field));
    const validation = validateLead(schema, values);
    // A word that cannot be read stands as null in the values: do not report it as missing, too.
    const others = validation.ok ? [] : validation.errors.filter((error) => !unreadable.has(error.field));
    return [...errors, ...others];
  }
}

interface BoundTerm {
  /** Positions of its fields; `second` is −1 but for pairs. */
  readonly first: number;
  readonly second: number;
  readonly term: CompiledTerm;
  /** Of a term of one field: contributions by the code of its word. */
  readonly known: (number | undefined)[];
}

/** An input of the trees, as a term of one field. */
interface BoundInput {
  readonly field: number;
  readonly input: CompiledInput;
  readonly known: (number | undefined)[];
}

const bindTerm = (term: CompiledTerm, position: ReadonlyMap<string, number>): BoundTerm => ({
  first: position.get(term.first)!,
  second: term.second === undefined ? -1 : position.get(term.second)!,
  term,
  known: [],
});

/** Reads the cells of one field. */
class CellReader {
  readonly #artifact: ModelArtifact;
  readonly #field: Field;
  readonly #column: number;
  readonly #rules: WordRules;
  readonly #numbers: CellNumberReader | undefined;
  #dictionary = new ByteDictionary();
  /** Code → the value; undefined: it does not fit. */
  readonly #known: (LeadValue | undefined)[] = [];
  /** Code → what the value is, beside those of training. */
  readonly #judgements: Judgement[] = [];
  readonly #lists: unknown[][] = [this.#known, this.#judgements];
  #judge: FieldJudge['judge'] = () => FITS;
  /** What is below or above is no number that fits. */
  #low = Number.NEGATIVE_INFINITY;
  #high = Number.POSITIVE_INFINITY;
  /** Of the word that was read last; −1: it has none. */
  code = -1;
  /** Of the value that was read last. */
  judgement: Judgement = FITS;

  constructor(artifact: ModelArtifact, field: Field, column: number, rules: WordRules) {
    this.#artifact = artifact;
    this.#field = field;
    this.#column = column;
    this.#rules = rules;
    if (field.type !== 'number') return;
    const form = formFor(field.form, rules.decimal);
    if (!someMeanMissing(field.missing_words ?? rules.missingWords, form))
      this.#numbers = createNumberReader(form);
  }

  /** The value, or undefined when the cell does not fit the field. */
  read(row: ByteRow): LeadValue | undefined {
    this.code = -1;
    const column = this.#column;
    if (column < 0) return this.#readUnknown('');
    if (row.doubled[column] === 1) return this.#readUnknown(toWord(decodeCell(row, column)));
    const { buffer, starts, ends } = row;
    let start = starts[column]!;
    let end = ends[column]!;
    while (start < end && buffer[start]! <= 32) start += 1;
    while (end > start && buffer[end - 1]! <= 32) end -= 1;
    if (this.#numbers !== undefined && start < end) {
      const number = this.#numbers.read(buffer, start, end);
      if (!Number.isNaN(number)) {
        this.judgement = number < this.#low || number > this.#high ? OUTSIDE : FITS;
        return number;
      }
    }
    const code = this.#dictionary.codeOf(buffer, start, end);
    if (code === this.#known.length) {
      this.#known.push(this.#readUnknown(this.#dictionary.words[code]!));
      this.#judgements.push(this.judgement);
    }
    this.code = code;
    this.judgement = this.#judgements[code]!;
    const value = this.#known[code];
    if (this.#known.length > MOST_REMEMBERED) this.#forget();
    return value;
  }

  /** The word that was read last, where it is a date that does not exist. */
  findImpossible(): string | undefined {
    const word = this.code < 0 ? undefined : this.#dictionary.words[this.code];
    return word !== undefined && isImpossibleDate(this.#field, word, this.#rules) ? word : undefined;
  }

  /** A list by codes, to be emptied when the codes are given anew. */
  knowBy(list: unknown[]): void {
    this.#lists.push(list);
  }

  /** Compares the values with those of training. */
  judgeBy({ judge, low, high }: FieldJudge): void {
    this.#judge = judge;
    this.#low = low;
    this.#high = high;
    this.judgement = judge(null);
  }

  #readUnknown(word: string): LeadValue | undefined {
    const { name } = this.#field;
    const value = parseWord(this.#field, word, this.#rules);
    if (value === undefined) return undefined;
    this.judgement = this.#judge(value);
    const schema = { ...this.#artifact.schema, fields: [this.#field] };
    return validateLead(schema, Object.fromEntries([[name, value]])).ok ? value : undefined;
  }

  #forget(): void {
    this.#dictionary = new ByteDictionary();
    for (const list of this.#lists) list.length = 0;
    this.code = -1;
  }
}
