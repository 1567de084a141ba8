import { InputError } from '../../errors.ts';
import { exampleOf, isPlainDate, readingsOf } from '../../lead/date-form.ts';
import { DateTally } from '../../lead/date-tally.ts';
import { likelyForm } from '../../lead/number-dates.ts';
import { NumberEvidence } from '../../lead/number-evidence.ts';
import { type NumberForm, PLAIN_FORM } from '../../lead/number-form.ts';
import { isDateWord, looksLikeNumber, parseNumberWord } from '../../lead/value-words.ts';
import { asOption, type NameSetting } from './setting-name.ts';

/** How a table writes dates and numbers, as far as a user tells. */
export interface TableForm {
  readonly decimal?: '.' | ',';
  readonly dateForm?: ToldDateForm;
}

/** The form of dates that a user tells; `form` is undefined for ISO 8601. */
export interface ToldDateForm {
  readonly form: string | undefined;
}

/**
 * How a column writes its dates, from all of its words, as training decides it. The user has said that it holds dates: words that are
 * none decide nothing, and are errors of their rows.
 */
export class DateColumn {
  readonly #name: string;
  readonly #say: NameSetting;
  readonly #tally = new DateTally();
  /** Form that a number may be a date in → how many. */
  readonly #numbers = new Map<string | undefined, number>();
  #other: string | undefined;

  constructor(name: string, say: NameSetting = asOption) {
    this.#name = name;
    this.#say = say;
  }

  add(word: string): void {
    if (isPlainDate(word) || isDateWord(word)) {
      this.#tally.add(word, 1);
      return;
    }
    this.#other ??= word;
    const number = parseNumberWord(word);
    if (number === undefined) return;
    const form = likelyForm(number);
    this.#numbers.set(form, (this.#numbers.get(form) ?? 0) + 1);
  }

  /**
   * @param option that names the column, for messages
   * @returns the form, undefined for ISO 8601
   * @throws {InputError} there are no dates, or they may be read in two ways; says what to pass
   */
  decide(option: string, told: ToldDateForm | undefined): string | undefined {
    if (told !== undefined) return told.form;
    const column = `${option} ${this.#name}`;
    const decision = this.#tally.decide();
    switch (decision.kind) {
      case 'form':
        return decision.form;
      case 'ambiguous': {
        const { forms, example } = decision;
        const readings = readingsOf(example).filter(({ form }) => form !== undefined && forms.includes(form));
        const meanings = readings.map(({ iso }) => iso).join(' or ');
        const options = readings.map(({ form }) => this.#say('date_form', form)).join(' or ');
        throw new InputError(
          `${column}: “${example}” may be ${meanings}, and no other value of the column says which: pass ${options}.`,
        );
      }
      case 'mixed': {
        const shown = [...decision.examples].slice(0, 3).map(([form, word]) => `“${word}” is ${form}`);
        throw new InputError(
          `${column}: expected dates in one form, found several (${shown.join(', ')}). Write them in one, such as 2026-01-31, or ` +
            `name one with ${this.#say('date_form')}: rows in another form are then set aside.`,
        );
      }
      case 'other':
        return this.#decideNumbers(column);
    }
  }

  #decideNumbers(column: string): string | undefined {
    const forms = [...this.#numbers.keys()];
    const [form] = forms;
    if (forms.length === 1 && form !== undefined) return form;
    if (forms.length > 0) {
      throw new InputError(
        `${column}: expected dates, found numbers such as “${this.#other}”. Pass ${this.#say('date_form')} ` +
          `epoch_s, epoch_ms, yyyymmdd or excel to say what they count.`,
      );
    }
    if (this.#other === undefined)
      throw new InputError(`${column}: expected dates, found an empty column. Name another one.`);
    throw new InputError(
      `${column}: expected dates such as ${exampleOf(undefined)}, found none; it has “${this.#other}”. Name another column.`,
    );
  }
}

/** How a column writes its numbers, from all of its words, as training decides it. */
export class NumberColumn {
  readonly #name: string;
  readonly #say: NameSetting;
  readonly #evidence: NumberEvidence;
  #any = false;

  constructor(name: string, { decimal }: Pick<TableForm, 'decimal'>, say: NameSetting = asOption) {
    this.#name = name;
    this.#say = say;
    this.#evidence = new NumberEvidence({ decimal, isNumber: true });
  }

  add(word: string): void {
    if (!looksLikeNumber(word, true)) return;
    this.#any = true;
    this.#evidence.add(word);
  }

  /** @throws {InputError} the numbers may be read in two ways, or are not of one form; says what to pass */
  decide(option: string): NumberForm {
    if (!this.#any) return PLAIN_FORM;
    const verdict = this.#evidence.judge();
    if (verdict.kind === 'numbers') return verdict.form;
    const column = `${option} ${this.#name}`;
    if (verdict.kind === 'ambiguous') {
      const { word, readings } = verdict;
      const [one, other] = readings;
      throw new InputError(
        `${column}: “${word}” may be ${one.value} or ${other.value}, and no other value of the column says which: ` +
          `pass ${this.#say('decimal', one.form.decimal)} for ${one.value} or ${this.#say('decimal', other.form.decimal)} for ${other.value}`,
      );
    }
    throw new InputError(
      `${column}: expected numbers written in one way${verdict.reason === undefined ? '' : `: ${verdict.reason}`}. Correct the column, or leave the option out.`,
    );
  }
}
