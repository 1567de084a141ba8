import { bothReadings } from '../../../lib/lead/number-systems.ts';
import type { NumberField } from '../../../lib/lead/schema.ts';

/** How a language writes numbers. */
export interface NumberStyle {
  readonly decimal: string;
  /** Between thousands. */
  readonly group: string;
  /** A number that shows both. */
  readonly example: string;
}

/** @param language BCP 47, such as that of the page */
export function numberStyleOf(language: string): NumberStyle {
  const format = new Intl.NumberFormat(language, { useGrouping: true });
  const parts = format.formatToParts(12_345.6);
  const partOf = (type: string, usual: string) => parts.find((part) => part.type === type)?.value ?? usual;
  return { decimal: partOf('decimal', '.'), group: partOf('group', ''), example: format.format(12_345.6) };
}

export type TypedNumber =
  | { readonly ok: true; readonly value: number }
  /** No message: it is no number at all, which the rules of the API say better. */
  | { readonly ok: false; readonly message?: string };

/**
 * Reads a number as a person types it: the language's decimal mark, with or without its thousands. A number in another
 * form is refused, and so is `1,200` where the page's language makes it 1200 and the field only ever had values like 1.2.
 *
 * @example
 * readTypedNumber('5,399', numberStyleOf('en'), visits); // { ok: true, value: 5399 }
 */
export function readTypedNumber(text: string, style: NumberStyle, field: NumberField): TypedNumber {
  const word = plainMarks(text.trim()).replace('\u2212', '-');
  const here = parse(word, style.decimal, [plainMarks(style.group), ' ']);
  const there = parse(word, style.decimal === '.' ? ',' : '.', [style.decimal, ' ']);
  const readings = bothReadings(word);
  if (here !== undefined) {
    const other = readings?.find((reading) => reading !== here);
    if (other === undefined || isUsual(here, field) || !isUsual(other, field))
      return { ok: true, value: here };
    return {
      ok: false,
      message: `“${word}” may be ${writeTypedNumber(here, style)} or ${writeTypedNumber(other, style)}: write one of these`,
    };
  }
  if (there === undefined) return { ok: false };
  return {
    ok: false,
    message: `expected a number as it is written here, such as ${style.example}, got “${word}”: write ${writeTypedNumber(there, style)} if that is meant`,
  };
}

/** Apostrophes and spaces as they are on a keyboard. */
const plainMarks = (text: string): string => text.replaceAll('’', "'").replace(/[\u00a0\u202f]/g, ' ');

/** As it is typed: without thousands, so that it is read in one way only. */
export const writeTypedNumber = (value: number, { decimal }: NumberStyle): string =>
  String(value).replace('.', decimal);

const isUsual = (value: number, { range: [low, high], integer }: NumberField): boolean =>
  value >= low && value <= high && (!integer || Number.isInteger(value));

/** Indian languages group by two above the thousands: 12,34,567. */
function parse(word: string, decimal: string, groups: readonly string[]): number | undefined {
  const plain = new RegExp(`^-?(?:\\d+(?:[${decimal}]\\d*)?|[${decimal}]\\d+)(?:e[+-]?\\d{1,3})?$`, 'i');
  const group = groups
    .filter((sign) => sign !== '')
    .find((sign) =>
      new RegExp(`^-?\\d{1,3}(?:[${sign}]\\d{2,3})*[${sign}]\\d{3}(?:[${decimal}]\\d+)?$`).test(word),
    );
  if (group === undefined && !plain.test(word)) return undefined;
  const digits = group === undefined ? word : word.replaceAll(group, '');
  const value = Number(digits.replace(decimal, '.'));
  return Number.isFinite(value) ? value : undefined;
}
