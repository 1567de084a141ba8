import { type NumberDateForm, readingsOf } from './date-form.ts';
import { wallTime } from './iso-time.ts';

const DAY_MS = 86_400_000;
const SECONDS_PER_DAY = 86_400;
/** Numbers outside of 1990 to 2100 are not taken for dates unless the user says so. */
const PLAUSIBLE = [Date.UTC(1990, 0), Date.UTC(2100, 0)] as const;
/** Excel's day 60 is 29 February 1900, which was not; the days before it count from one day later. */
const EXCEL_GHOST = 60;
const EXCEL_LAST = 2_958_465;
const FIRST_INSTANT = Date.UTC(1000, 0);
const LAST_INSTANT = Date.UTC(9999, 11, 31);

/**
 * The time that a number stands for, in milliseconds since 1970: of seconds or milliseconds since 1970 in UTC, of the others
 * as it is written. Excel's are days of its 1900 date system, their fraction the time of day, to the second.
 *
 * @returns NaN: none; of an epoch 0 is none, too, because programs write it for “not known”
 */
export function timeOfNumber(form: NumberDateForm, value: number): number {
  switch (form) {
    case 'epoch_s':
      return instant(1000 * value);
    case 'epoch_ms':
      return instant(value);
    case 'excel':
      return excelTime(value);
    case 'yyyymmdd': {
      const iso = readingsOf(String(value))[0]?.iso ?? null;
      return iso === null ? Number.NaN : wallTime(iso);
    }
  }
}

/** The date that a number stands for, ISO 8601: of an epoch with a `Z`, of Excel with a time of day where it has one. */
export function dateOfNumber(form: NumberDateForm, value: number): string | null {
  if (form === 'yyyymmdd') return readingsOf(String(value))[0]?.iso ?? null;
  const time = timeOfNumber(form, value);
  if (Number.isNaN(time)) return null;
  const text = new Date(time).toISOString();
  if (form !== 'excel') return text.replace('.000Z', 'Z');
  return Number.isInteger(value) ? text.slice(0, 10) : text.slice(0, 19);
}

const instant = (ms: number): number =>
  ms === 0 || !(ms >= FIRST_INSTANT && ms <= LAST_INSTANT) ? Number.NaN : Math.round(ms);

function excelTime(serial: number): number {
  if (!(serial >= 1 && serial < EXCEL_LAST + 1)) return Number.NaN;
  const day = Math.floor(serial);
  if (day === EXCEL_GHOST) return Number.NaN;
  const seconds = Math.round((serial - day) * SECONDS_PER_DAY);
  return Date.UTC(1899, 11, day < EXCEL_GHOST ? 31 : 30) + day * DAY_MS + seconds * 1000;
}

/**
 * The form in which a number may be a date of 1990 to 2100 (yyyymmdd: 1900 to 2100), whether the day exists or not;
 * undefined: in none. Excel's days look like other numbers.
 */
export function likelyForm(value: number): Exclude<NumberDateForm, 'excel'> | undefined {
  const [from, to] = PLAUSIBLE;
  if (value >= from && value < to) return 'epoch_ms';
  if (1000 * value >= from && 1000 * value < to) return 'epoch_s';
  return COMPACT.test(String(value)) ? 'yyyymmdd' : undefined;
}

/** With or without a time of day. */
const COMPACT = /^(19|20)\d{6}(\d{4}|\d{6})?$/;

const TIME_WORDS = new Set(['date', 'datetime', 'timestamp', 'epoch', 'datum', 'fecha']);
const LAST_TIME_WORDS = new Set([
  'at',
  'on',
  'ts',
  'dt',
  'day',
  'time',
  'created',
  'updated',
  'modified',
  'seen',
]);

/** `created_at`, `signupDate`, `timestamp`, `event_ts`, `Date of contact`; not `status`. */
export function saysTime(name: string): boolean {
  const parts = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((part) => part !== '' && part !== 's' && part !== 'ms' && part !== 'utc');
  return parts.some((part) => TIME_WORDS.has(part)) || LAST_TIME_WORDS.has(parts.at(-1) ?? '');
}
