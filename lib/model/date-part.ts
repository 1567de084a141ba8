import type { DatePart } from './artifact.ts';

const MILLISECONDS_PER_DAY = 86_400_000;

/**
 * The calendar level of an ISO 8601 date or date-time, of the day and hour as they are written (no time-zone
 * shift): `weekday` → `1` (Monday) … `7`, ISO 8601 §4.3.2; `month` → `01` … `12`; `hour` → `00` … `23`, and
 * `00` for a date without a time.
 */
export function datePart(part: DatePart, isoDate: string): string {
  if (part === 'month') return isoDate.slice(5, 7);
  if (part === 'hour') return isoDate.length < 13 ? '00' : isoDate.slice(11, 13);
  const day = new Date(`${isoDate.slice(0, 10)}T00:00:00Z`).getUTCDay();
  return String(day === 0 ? 7 : day);
}

/** The day of an ISO 8601 date or date-time, as it is written: whole days since 1970-01-01. */
export function dayNumber(isoDate: string): number {
  return Date.parse(`${isoDate.slice(0, 10)}T00:00:00Z`) / MILLISECONDS_PER_DAY;
}
