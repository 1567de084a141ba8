import type { NumberForm } from '../contract/lead-schema.ts';
import { currencyOf } from './currency.ts';
import { type NumberSystem, readIn } from './number-systems.ts';
import { type UndressedNumber, undressNumber } from './undress-number.ts';

export type { NumberForm } from '../contract/lead-schema.ts';
export type DecimalMark = NumberForm['decimal'];

/** As programs write numbers: 1234.5. */
export const PLAIN_FORM: NumberForm = { decimal: '.' };

/** The form of a field as its file has it: with the decimal sign that the user says, if they say one. */
export function formFor(form: NumberForm = PLAIN_FORM, decimal?: '.' | ','): NumberForm {
  if (decimal === undefined || decimal === form.decimal) return form;
  const { thousands, ...rest } = form;
  if (thousands === undefined) return { ...rest, decimal };
  // What was the decimal sign may separate thousands now.
  return { ...rest, decimal, thousands: thousands === decimal ? form.decimal : thousands };
}

/**
 * The number that a word stands for in a form. A word may be plainer than the form (without currency, thousands,
 * sign); it may not have what the form lacks, but for a minus. In a form of percentages a number of at most 1 without
 * a percent sign is refused: 0.12 may be 12 %.
 *
 * @returns undefined: it is no number in this form
 * @example
 * parseNumber('1.234,5 €', { decimal: ',', thousands: '.', currency: '€' }); // 1234.5
 * parseNumber('1234.5', { decimal: ',', thousands: '.' }); // undefined
 */
export function parseNumber(word: string, form: NumberForm): number | undefined {
  const parts = undressNumber(word);
  if (parts === undefined || !isDressedAs(parts, form)) return undefined;
  const core = form.leading_zeros === true ? withoutLeadingZeros(parts.core) : parts.core;
  const value = readIn(core, form);
  if (value === undefined || isUnclearShare(parts, value, form)) return undefined;
  return parts.negative ? -value : value;
}

export const withoutLeadingZeros = (core: string): string => core.replace(/^0+(?=\d)/, '');

function isDressedAs({ currency, percent, accounting, plus }: UndressedNumber, form: NumberForm): boolean {
  if (currency !== '' && (form.currency === undefined || currencyOf(currency) !== currencyOf(form.currency)))
    return false;
  return (
    (!percent || form.percent === true) &&
    (!accounting || form.accounting === true) &&
    (!plus || form.plus === true)
  );
}

/** Whether a number without a percent sign may be a share where percentages are expected. */
export const isUnclearShare = ({ percent }: UndressedNumber, value: number, form: NumberForm): boolean =>
  form.percent === true && !percent && value !== 0 && value <= 1;

/** `1,234.5`: how numbers look in a form, for messages and for `--type`. */
export function describeNumberForm(form: NumberForm): string {
  const { decimal, thousands = '', currency, percent, accounting, plus } = form;
  const digits =
    percent === true ? `12${decimal}5%` : `${plus === true ? '+' : ''}1${thousands}234${decimal}5`;
  const sign = currency === undefined ? '' : /^\p{L}/u.test(currency) ? `${currency} ` : currency;
  const shown = `${sign}${digits}`;
  return accounting === true ? `(${shown})` : shown;
}

/**
 * Reads the notation of `--type COLUMN=number:1,234.5`: a number as it looks in the column, which shows what the
 * thousands and the decimals are parted by: `1,234.5`, `1.234,5`, `1 234,5`, `1'234.5`, `1234,5`; with a currency,
 * `%`, `+` or parentheses where the column has them.
 *
 * @returns undefined: it shows none of that clearly, such as `1,234`
 * @example
 * parseNumberForm('1.234,5'); // { decimal: ',', thousands: '.' }
 * parseNumberForm('$1,234.50'); // { decimal: '.', thousands: ',', currency: '$' }
 */
export function parseNumberForm(notation: string): NumberForm | undefined {
  const parts = undressNumber(notation.trim());
  if (parts === undefined) return undefined;
  const system = systemShownBy(parts.core);
  if (system === undefined) return undefined;
  const { currency, percent, accounting, plus } = parts;
  return {
    ...system,
    ...(currency === '' ? {} : { currency }),
    ...(percent ? { percent } : {}),
    ...(accounting ? { accounting } : {}),
    ...(plus ? { plus } : {}),
  } as NumberForm;
}

function systemShownBy(core: string): NumberSystem | undefined {
  // With another sign for the thousands any number of decimals shows which sign is which.
  const [, thousands, decimal] = /^\d{1,3}(?:([,. '])\d{3})+([.,])\d+$/.exec(core) ?? [];
  if (thousands !== undefined && thousands !== decimal)
    return { decimal: decimal as '.' | ',', thousands: thousands as NonNullable<NumberSystem['thousands']> };
  const grouped = /^\d{1,3}(?: \d{3})+$|^\d{1,3}(?:'\d{3})+$/.exec(core);
  if (grouped !== null) return { decimal: '.', thousands: core.includes(' ') ? ' ' : "'" };
  const [, mark, decimals] = /^\d+([.,])(\d+)$/.exec(core) ?? [];
  if (mark !== undefined && (decimals!.length !== 3 || /^(0|\d{4})/.test(core)))
    return { decimal: mark as '.' | ',' };
  return /^\d+$/.test(core) ? { decimal: '.' } : undefined;
}

/** Whether numbers are written as programs write them. */
export const isPlainForm = (form: NumberForm): boolean =>
  form.decimal === '.' && Object.values(form).filter((value) => value !== undefined).length === 1;
