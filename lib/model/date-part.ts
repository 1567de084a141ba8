import { wallTime } from '../lead/iso-time.ts';
import type { DatePart } from './artifact.ts';

const MILLISECONDS_PER_HOUR = 3_600_000;
const MILLISECONDS_PER_DAY = 24 * MILLISECONDS_PER_HOUR;
/** 1970-01-01 was a Thursday. */
const FIRST_WEEKDAY = 3;

/** Six hours each, from midnight on. */
export const DAYPARTS = ['night', 'morning', 'afternoon', 'evening'] as const;
export type Daypart = (typeof DAYPARTS)[number];

/**
 * The calendar level of an ISO 8601 date or date-time, of the day and hour as they are written (no time-zone
 * shift): `weekday` → `1` (Monday) … `7`, ISO 8601 §4.3.2; `month` → `01` … `12`; `daypart` → `night` (from 0 h),
 * `morning` (6 h), `afternoon` (12 h), `evening` (18 h), and null without a time or at midnight to the millisecond, which
 * stands for “no time” in most exports; `hour` → `00` … `23`, and `00` without a time.
 */
export function datePart(part: DatePart, isoDate: string): string | null {
  if (part === 'month') return isoDate.slice(5, 7);
  if (part === 'hour') return isoDate.length < 13 ? '00' : isoDate.slice(11, 13);
  return datePartAt(part, wallTime(isoDate));
}

/** The same of milliseconds since 1970-01-01T00:00, as `wallTime` makes them of a date. */
export function datePartAt(part: DatePart, time: number): string | null {
  const day = Math.floor(time / MILLISECONDS_PER_DAY);
  const clock = time - day * MILLISECONDS_PER_DAY;
  const hour = Math.floor(clock / MILLISECONDS_PER_HOUR);
  switch (part) {
    case 'weekday':
      return weekdayOf(day);
    case 'month':
      return String(new Date(time).getUTCMonth() + 1).padStart(2, '0');
    case 'daypart':
      return clock === 0 ? null : DAYPARTS[Math.floor(hour / 6)]!;
    case 'hour':
      return String(hour).padStart(2, '0');
  }
}

const weekdayOf = (day: number): string => String(((((day + FIRST_WEEKDAY) % 7) + 7) % 7) + 1);

/** The day of an ISO 8601 date or date-time, as it is written: whole days since 1970-01-01. */
export const dayNumber = (isoDate: string): number => dayOf(wallTime(isoDate.slice(0, 10)));

/** The same of milliseconds. */
export const dayOf = (time: number): number => Math.floor(time / MILLISECONDS_PER_DAY);
