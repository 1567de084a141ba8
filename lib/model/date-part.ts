import type { DatePart } from './artifact.ts';

/**
 * The calendar level of an ISO 8601 date or date-time, of the day as it is written (no time-zone shift):
 * `weekday` → `1` (Monday) … `7`, ISO 8601 §4.3.2; `month` → `01` … `12`.
 */
export function datePart(part: DatePart, isoDate: string): string {
  if (part === 'month') return isoDate.slice(5, 7);
  const day = new Date(`${isoDate.slice(0, 10)}T00:00:00Z`).getUTCDay();
  return String(day === 0 ? 7 : day);
}
