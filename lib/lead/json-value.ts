import { shortenWord } from './shorten-word.ts';

/** A JSON value in a few words for an error message: `text "abc"`, `the number 3`, `a list`, `nothing`. */
export function describeJson(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return value === '' ? 'empty text' : `text "${shortenWord(value)}"`;
    case 'number':
      return Number.isFinite(value) ? `the number ${value}` : `${value}, or a number too large for JSON`;
    case 'boolean':
      return String(value);
    default:
      return 'an object';
  }
}

/** The form of an ISO 8601 calendar date, alone or with a time of day; that the day exists is checked apart. */
export const ISO_DATE =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ]([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/** An ISO 8601 calendar date that exists, alone or with a time of day (`T` or a space between them). */
export function isIsoDate(text: string): boolean {
  const match = ISO_DATE.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || day < 1) return false;
  // Of a year below 100, Date takes one of the last century; the calendar repeats after 400 years.
  return day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}
