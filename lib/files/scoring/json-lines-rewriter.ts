import { InputError } from '../../errors.ts';
import { describeErrors } from '../../lead/describe-errors.ts';
import { describeJson } from '../../lead/json-value.ts';
import { NEW_NAMES } from '../../lead/name-results.ts';
import type { FieldError, Lead } from '../../lead/schema.ts';
import { validateLead } from '../../lead/validate-lead.ts';
import { isImpossibleDate, makeWordRules } from '../../lead/value-words.ts';
import { type CompiledModel, compileModel, type Explanation } from '../../model/compile-model.ts';
import { gradeOf, scoreOf } from '../../model/scale.ts';
import { MEMORY_IN_BULK } from '../../model/trees/compile-trees.ts';
import { explainReference } from '../../reference.ts';
import { toWord } from '../../to-word.ts';
import { LF } from '../text/bytes.ts';
import { formatProbability } from './format-probability.ts';
import { listNames, parseJsonObject } from './json-object.ts';
import { createValueReader, wordOfValue } from './read-json-value.ts';
import type { RejectedRow } from './rejected-rows.ts';
import type { JsonLinesPlan, PieceRewriter } from './rewrite-plan.ts';
import type { RowWriter } from './row-writer.ts';
import { type ReadCell, SkewCounter } from './skew.ts';
import { addBadRow, emptyTally, type Tally } from './tally.ts';

const CLOSING_BRACE = 125;
const OPENING_BRACE = 123;

/**
 * Adds the results to the lines of JSON Lines (a JSON object per line, https://jsonlines.org), before the brace that closes
 * each; what stood in the line stays as it is, byte for byte. The values are read as training reads those of JSON Lines: a text as the
 * word of a table, so that "12" is a number where the field is one. Fields that the model does not know are kept and not looked
 * at. Blank lines are left out.
 */
export class JsonLinesRewriter implements PieceRewriter {
  readonly #plan: JsonLinesPlan;
  readonly #model: CompiledModel;
  readonly #readers: ReadonlyMap<string, (value: unknown) => unknown>;
  /** What is added is called so. */
  readonly #names: readonly string[];
  /** The same as JSON, each with its colon. */
  readonly #keys: readonly string[];
  readonly #skew: SkewCounter;
  readonly #fields: readonly string[];
  readonly #cells: readonly ReadCell[];
  /** The line that was read last. */
  #object: Readonly<Record<string, unknown>> = {};
  readonly #writer: RowWriter;
  readonly #setAside: (rejected: RejectedRow) => void;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #tally = emptyTally();

  /** As `createRewriter`. */
  constructor(plan: JsonLinesPlan, writer: RowWriter, setAside: (rejected: RejectedRow) => void) {
    this.#plan = plan;
    this.#model = compileModel(plan.artifact, MEMORY_IN_BULK);
    const { fields, missing_words } = plan.artifact.schema;
    const rules = makeWordRules(missing_words);
    this.#fields = fields.map(({ name }) => name);
    this.#cells = fields.map((field) => ({
      findImpossible: () => {
        const word = wordOfValue(this.#object[field.name]);
        return isImpossibleDate(field, word, rules) ? word : undefined;
      },
    }));
    const used = fields.filter(({ unused }) => unused !== true);
    this.#readers = new Map(used.map((field) => [field.name, createValueReader(field, rules)]));
    this.#names = plan.names ?? NEW_NAMES;
    this.#keys = this.#names.map((name) => `${JSON.stringify(name)}:`);
    this.#skew = new SkewCounter(plan.artifact);
    this.#writer = writer;
    this.#setAside = setAside;
  }

  addPiece(bytes: Uint8Array, line = 1): Tally {
    let lines = 0;
    for (let at = 0; at < bytes.length; lines++) {
      const found = bytes.indexOf(LF, at);
      const end = found < 0 ? bytes.length : found;
      this.#add(bytes.subarray(at, end), line + lines);
      at = end + 1;
    }
    const tally = this.#tally;
    this.#tally = emptyTally();
    tally.lines = lines;
    tally.skew = this.#skew.take();
    return tally;
  }

  /** @param bytes of the line, without its line feed */
  #add(bytes: Uint8Array, line: number): void {
    let end = bytes.length;
    while (end > 0 && bytes[end - 1]! <= 32) end -= 1;
    if (end === 0) return;
    const tally = this.#tally;
    const writer = this.#writer;
    tally.rows += 1;
    const text = this.#decode(bytes.subarray(0, end), line);
    const judged = this.#judge(text);
    if (judged.lead === undefined) {
      if (this.#plan.badRows === 'set aside') {
        tally.badRows += 1;
        this.#setAside({ line, reason: describeErrors(judged.errors), row: bytes.subarray(0, end) });
        return;
      }
      addBadRow(tally, line, () => judged.errors);
      // With nowhere to put the results the line stays as it is; `stop` throws all of it away.
      if (bytes[end - 1] !== CLOSING_BRACE || !judged.object) {
        writer.bytes(bytes);
        writer.text('\n');
        return;
      }
    }
    writer.bytes(bytes.subarray(0, end - 1));
    if (!isEmptyObject(bytes, end)) writer.text(',');
    writer.text(judged.lead === undefined ? this.#formatEmpty() : this.#formatResult(judged.lead));
    writer.bytes(bytes.subarray(end - 1));
    writer.text('\n');
  }

  #formatResult(lead: Lead): string {
    const { probability, score, grade, reasons } = this.#scoreLead(lead);
    this.#tally.grades[grade] += 1;
    const texts = reasons.slice(0, this.#plan.reasons).map(({ text }) => text);
    const values = this.#fields.map((name) => lead[name]!);
    this.#skew.count(values, this.#cells);
    return this.#format(formatProbability(probability), String(score), `"${grade}"`, JSON.stringify(texts));
  }

  /** Reasons of trees are most of the work, so they are not made where they are not asked for. */
  #scoreLead(lead: Lead): Pick<Explanation, 'probability' | 'score' | 'grade' | 'reasons'> {
    if (this.#plan.reasons > 0) return this.#model.explain(lead);
    const { scale } = this.#plan.artifact;
    const probability = this.#model.probabilityOf(lead);
    const score = scoreOf(scale, probability);
    return { probability, score, grade: gradeOf(scale, score), reasons: [] };
  }

  #formatEmpty(): string {
    return this.#format('null', 'null', 'null', '[]');
  }

  #format(...values: readonly [probability: string, score: string, grade: string, reasons: string]): string {
    return values.map((value, i) => this.#keys[i]! + value).join(',');
  }

  #judge(text: string): Judged {
    const object = parseJsonObject(text);
    if (object === undefined) return { object: false, errors: [{ field: '', message: describeOther(text) }] };
    this.#object = object;
    const { schema } = this.#plan.artifact;
    const names = listNames(text);
    const errors: FieldError[] = this.#names
      .filter((name) => Object.hasOwn(object, name))
      .map((field) => ({
        field,
        message: 'expected no field of this name, because scoring adds it; rename or remove it',
      }));
    if (names.length > Object.keys(object).length) {
      const twice = new Set(names.filter((name, i) => this.#readers.has(name) && names.indexOf(name) !== i));
      for (const field of twice) errors.push({ field, message: 'expected once, found more than once' });
    }
    errors.push(...explainReferenceOf(object, this.#plan.reference));
    const given: Record<string, unknown> = Object.create(null);
    for (const [name, read] of this.#readers)
      if (Object.hasOwn(object, name)) given[name] = read(object[name]);
    const validation = validateLead(schema, given);
    if (!validation.ok) errors.push(...validation.errors);
    return validation.ok && errors.length === 0
      ? { object: true, lead: validation.lead, errors }
      : { object: true, errors };
  }

  #decode(bytes: Uint8Array, line: number): string {
    try {
      return this.#decoder.decode(bytes);
    } catch {
      throw new InputError(
        `${this.#plan.fileName}: expected UTF-8 text, found other bytes in line ${line}. Save it as UTF-8.`,
      );
    }
  }
}

interface Judged {
  /** It is a JSON object. */
  readonly object: boolean;
  /** There is none when there are errors. */
  readonly lead?: Lead;
  readonly errors: readonly FieldError[];
}

/** What is wrong with the caller's own id of a lead; whole numbers are ids, too. @param name of the member that holds it */
function explainReferenceOf(
  object: Readonly<Record<string, unknown>>,
  name: string | undefined,
): FieldError[] {
  if (name === undefined) return [];
  const value = Object.hasOwn(object, name) ? object[name] : '';
  const message = explainReference(
    typeof value === 'string' || Number.isSafeInteger(value) ? toWord(String(value)) : value,
  );
  return message === undefined ? [] : [{ field: name, message }];
}

/** What a line is that is no JSON object. */
function describeOther(text: string): string {
  const expected = 'expected a lead as a JSON object on a line of its own, got';
  try {
    return `${expected} ${describeJson(JSON.parse(text))}`;
  } catch {
    return `${expected} text that is no JSON: ${text.length > 40 ? `${text.slice(0, 40)}…` : text}`;
  }
}

/** @param end behind the brace that closes it */
function isEmptyObject(bytes: Uint8Array, end: number): boolean {
  let at = end - 2;
  while (bytes[at]! <= 32) at -= 1;
  return bytes[at] === OPENING_BRACE;
}
