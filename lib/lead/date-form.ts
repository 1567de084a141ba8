import { InputError } from '../errors.ts';
import { isIsoDate } from './json-value.ts';
import { monthOf } from './month-names.ts';
import { nearestName } from './nearest-name.ts';
import { parseTimeOfDay } from './time-of-day.ts';

const ORDERS = ['dd mm yyyy', 'mm dd yyyy', 'yyyy mm dd', 'dd mm yy', 'mm dd yy', 'yy mm dd'];

/** Read whether a digit stands before a short month or not. */
const ISO_FORM = 'yyyy-mm-dd';

/** Forms of numbers, which no word shows by itself. */
export const NUMBER_FORMS = ['yyyymmdd', 'epoch_s', 'epoch_ms', 'excel'] as const;
export type NumberDateForm = (typeof NUMBER_FORMS)[number];

/**
 * How a file may write dates, besides ISO 8601, which is always read. Days and months have one digit or two; `mmm` is the
 * name of a month, short or long; a time of day may follow. Two-digit years are 1969 to 2068, as POSIX says (strptime, %y).
 */
export const DATE_FORMS: readonly string[] = [
  ...['/', '.', '-']
    .flatMap((mark) => ORDERS.map((order) => order.replaceAll(' ', mark)))
    .filter((form) => form !== ISO_FORM),
  'dd mmm yyyy',
  'mmm dd yyyy',
  'yyyy mmm dd',
  'dd mmm yy',
  'mmm dd yy',
  ...NUMBER_FORMS,
];

/**
 * Checks the form of dates that a user tells: a pattern (`dd/mm/yyyy`, in any case, what it says of the time of day does not
 * count), one for strptime (`%d/%m/%Y`) or a name (`epoch_s`, `epoch_ms`, `excel`); `iso` is undefined.
 *
 * @throws {InputError} listing those that there are
 * @example
 * parseDateForm('DD.MM.YYYY hh:mm'); // 'dd.mm.yyyy'
 */
export function parseDateForm(text: string): string | undefined {
  let pattern = text.trim();
  for (const [directive, part] of STRPTIME) pattern = pattern.replaceAll(directive, part);
  pattern = pattern.toLowerCase().replace(/[t\s,]*h+[:m][\s\S]*$/, '');
  pattern = pattern.replace(/\b[dm]\b/g, '$&$&').replace(/\by\b/, 'yyyy');
  if (pattern.includes('mmm')) pattern = pattern.replace(/m{3,}/, 'mmm').replace(/[\s\-/.,]+/g, ' ');
  if (pattern === ISO_FORM || /^iso[ _-]?(8601)?$/.test(pattern)) return undefined;
  if (DATE_FORMS.includes(pattern)) return pattern;
  const nearest = nearestName(pattern, DATE_FORMS);
  throw new InputError(
    `expected a form of dates, got “${text}”.${nearest === undefined ? '' : ` Did you mean ${nearest}?`} There are: iso, ${DATE_FORMS.join(', ')}.`,
  );
}

const STRPTIME: readonly (readonly [string, string])[] = [
  ['%Y', 'yyyy'],
  ['%y', 'yy'],
  ['%m', 'mm'],
  ['%d', 'dd'],
  ['%b', 'mmm'],
  ['%B', 'mmm'],
  ['%s', 'epoch_s'],
  ['%H', 'hh'],
  ['%I', 'hh'],
];

/** One way to read a word. */
export interface DateReading {
  /** Undefined: ISO 8601. */
  readonly form: string | undefined;
  /** The date as a lead has it, ISO 8601; null: a day or a time that does not exist. */
  readonly iso: string | null;
}

const LONGEST = 80;
/** What may follow a date. */
const TIME = String.raw`(?:(?:T|,?\s+(?:at\s+)?)(\S.*))?`;
const ISO_LIKE = new RegExp(String.raw`^(\d{4})-(\d{2})-(\d{2})${TIME}$`, 'i');
const NUMERIC = new RegExp(String.raw`^(\d{1,4})([/.-]) ?(\d{1,2})\2 ?(\d{1,4})${TIME}$`, 'i');
const COMPACT = new RegExp(String.raw`^(\d{4})(\d{2})(\d{2})(?:(\d{4}|\d{6})|${TIME})$`, 'i');
const WEEKDAY = String.raw`(?:\p{L}{2,12}[.,]?\s+)?`;
const YEAR = String.raw`(\d{4}|'?\d{2})`;
const DAY_MONTH = new RegExp(
  String.raw`^${WEEKDAY}(\d{1,2})(?:st|nd|rd|th|er|º)?[\s\-/.]*(?:de\s+|of\s+)?(\p{L}{3,})[\s\-/.,]*(?:del?\s+)?${YEAR}${TIME}$`,
  'iu',
);
const MONTH_DAY = new RegExp(
  String.raw`^${WEEKDAY}(\p{L}{3,})[\s\-/.]*(\d{1,2})(?:st|nd|rd|th)?[\s\-/.,]+${YEAR}${TIME}$`,
  'iu',
);
const YEAR_MONTH = new RegExp(String.raw`^(\d{4})[\s\-/.]+(\p{L}{3,})[\s\-/.]+(\d{1,2})${TIME}$`, 'iu');

/** What most files write, and a lead has as it is: ISO 8601 in full, but that a space may stand for the `T`. */
export const isPlainDate = (word: string): boolean =>
  // The shortest has 10 characters; years before 1000 are no dates of leads.
  word.length >= 10 && word.charCodeAt(4) === 45 && word.charCodeAt(0) !== 48 && isIsoDate(word);

/** Every way to read a word as a date, but as a plain number; none: it is not one. */
export function readingsOf(word: string): readonly DateReading[] {
  if (word.length > LONGEST || !/\d/.test(word)) return [];
  const iso = ISO_LIKE.exec(word);
  if (iso !== null) {
    const [, year, month, day, time] = iso;
    return withTime(time, [[undefined, year!, month!, day!]]);
  }
  const numeric = NUMERIC.exec(word);
  if (numeric !== null) return readNumeric(numeric);
  const compact = COMPACT.exec(word);
  if (compact !== null) {
    const [, year, month, day, clock, time] = compact;
    return withTime(clock ?? time, [['yyyymmdd', year!, month!, day!]]);
  }
  return /\p{L}{3}/u.test(word) ? readNamed(word) : [];
}

type Parts = readonly [form: string | undefined, year: string, month: string, day: string];

function readNumeric([, a, mark, b, c, time]: RegExpExecArray): readonly DateReading[] {
  const [first, second, third] = [a!, b!, c!];
  const form = (order: string) => order.replaceAll(' ', mark!);
  if (first.length === 4 && third.length <= 2) {
    const known = form('yyyy mm dd');
    return withTime(time, [[known === ISO_FORM ? undefined : known, first, second, third]]);
  }
  if (first.length > 2) return [];
  if (third.length === 4)
    return withTime(time, [
      [form('dd mm yyyy'), third, second, first],
      [form('mm dd yyyy'), third, first, second],
    ]);
  // 1.2.10 is a version.
  if (third.length > 2 || (mark === '.' && first.length + second.length + third.length < 6)) return [];
  const found: Parts[] = [];
  if (third.length === 2) {
    found.push([form('dd mm yy'), third, second, first], [form('mm dd yy'), third, first, second]);
  }
  if (first.length === 2) found.push([form('yy mm dd'), first, second, third]);
  return withTime(time, found);
}

function readNamed(word: string): readonly DateReading[] {
  const named = (order: string, year: string, name: string, day: string, time: string | undefined) => {
    const month = monthOf(name);
    const digits = year.replace("'", '');
    const form = digits.length === 2 ? order.replace('yyyy', 'yy') : order;
    return month === undefined ? [] : withTime(time, [[form, digits, String(month), day]]);
  };
  const dayMonth = DAY_MONTH.exec(word);
  if (dayMonth !== null) return named('dd mmm yyyy', dayMonth[3]!, dayMonth[2]!, dayMonth[1]!, dayMonth[4]);
  const monthDay = MONTH_DAY.exec(word);
  if (monthDay !== null) return named('mmm dd yyyy', monthDay[3]!, monthDay[1]!, monthDay[2]!, monthDay[4]);
  const yearMonth = YEAR_MONTH.exec(word);
  return yearMonth === null
    ? []
    : named('yyyy mmm dd', yearMonth[1]!, yearMonth[2]!, yearMonth[3]!, yearMonth[4]);
}

function withTime(text: string | undefined, found: readonly Parts[]): DateReading[] {
  const time = text === undefined ? '' : parseTimeOfDay(text);
  if (time === undefined) return [];
  return found.map(([form, year, month, day]) => {
    const date = isoDay(year, month, day);
    return { form, iso: date === undefined || time === null ? null : date + time };
  });
}

/** POSIX: of two digits, 69 to 99 are 1969 to 1999. */
const PIVOT = 69;
/** Programs write no date as the first day of the year 1; nothing that a lead has is a thousand years old. */
const FIRST_YEAR = 1000;

/** Undefined: there is no such day. */
function isoDay(year: string, month: string, day: string): string | undefined {
  const full = year.length === 4 ? Number(year) : Number(year) + (Number(year) < PIVOT ? 2000 : 1900);
  const text = `${full}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return full >= FIRST_YEAR && isIsoDate(text) ? text : undefined;
}

/** 31 January 2026 as a form writes it, for messages. */
export function exampleOf(form: string | undefined): string {
  switch (form) {
    case undefined:
      return '2026-01-31';
    case 'epoch_s':
      return '1769850000';
    case 'epoch_ms':
      return '1769850000000';
    case 'excel':
      return '46053';
    default:
      return form
        .replace('yyyy', '2026')
        .replace('yy', '26')
        .replace('dd', '31')
        .replace('mmm', 'Jan')
        .replace('mm', '01');
  }
}

/** Words for no date that databases and programs write: `0000-00-00`, `0001-01-01`, `1/1/0001`. */
export const isZeroDate = (word: string): boolean =>
  /^(?=.*0)[0\s:T./-]+$/.test(word) || /^(0001([-/.]?)01\2?01|0?1([-/.])0?1\3(0001))(?!\d)/.test(word);
