const MS_PER_MINUTE = 60_000;
const MS_PER_HOUR = 60 * MS_PER_MINUTE;

/** An ISO 8601 date or date-time as it is written, whatever its offset: milliseconds since 1970-01-01T00:00. */
export function wallTime(iso: string): number {
  const day = Date.parse(`${iso.slice(0, 10)}T00:00:00Z`);
  if (iso.length < 16) return day;
  const seconds = iso.charCodeAt(16) === 58 ? Number.parseFloat(iso.slice(17)) : 0;
  return (
    day +
    Number(iso.slice(11, 13)) * MS_PER_HOUR +
    Number(iso.slice(14, 16)) * MS_PER_MINUTE +
    Math.floor(1000 * seconds + 1e-6)
  );
}

/** The calendar day of such a time, ISO 8601. */
export const wallDay = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** Minutes from UTC that a date-time says; undefined: it says none. */
export function offsetOf(iso: string): number | undefined {
  if (iso.endsWith('Z')) return 0;
  const match = /T.*([+-])(\d{2}):?(\d{2})$/.exec(iso);
  return match === null ? undefined : Number(`${match[1]}1`) * (60 * Number(match[2]) + Number(match[3]));
}

/** When an ISO 8601 date or date-time was, in milliseconds since 1970; one without an offset is taken for UTC. */
export const instantOf = (iso: string): number =>
  wallTime(iso) - (iso.length < 16 ? 0 : (offsetOf(iso) ?? 0) * MS_PER_MINUTE);
