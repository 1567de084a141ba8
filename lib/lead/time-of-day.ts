const ZONE = String.raw`\s*(Z|UTC|GMT|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?)?(?:\s*\([^)]*\))?`;
const CLOCK = new RegExp(
  String.raw`^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:\s*([ap])\.?\s?m\.?)?${ZONE}$`,
  'i',
);
/** Without colons, as it stands behind yyyymmdd. */
const COMPACT = new RegExp(String.raw`^(\d{2})(\d{2})(?:(\d{2})(?:[.,](\d{1,9}))?)?()${ZONE}$`, 'i');
/** No place on Earth is further from UTC. */
const FURTHEST_HOURS = 14;

/**
 * The time of day behind a date, as ISO 8601 writes it: `T09:30`, `T21:05:00.250+02:00`. Read are 24 hours and AM/PM,
 * with or without seconds and fractions, and `Z`, `UTC`, `GMT` or an offset behind it.
 *
 * @returns null: a time that does not exist, such as 25:00; undefined: not a time
 */
export function parseTimeOfDay(text: string): string | null | undefined {
  const match = CLOCK.exec(text) ?? COMPACT.exec(text);
  if (match === null) return undefined;
  const [, hours, minutes, seconds, fraction, half, zone] = match;
  const offset = zone === undefined ? '' : formatOffset(zone);
  const hour = half ? toDayHour(Number(hours), half) : Number(hours);
  if (hour === undefined || hour > 23 || Number(minutes) > 59 || Number(seconds ?? 0) > 59) return null;
  if (offset === undefined) return null;
  const start = `T${String(hour).padStart(2, '0')}:${minutes}`;
  if (seconds === undefined) return start + offset;
  return `${start}:${seconds}${fraction === undefined ? '' : `.${fraction}`}${offset}`;
}

/** 12 AM is midnight, 12 PM is noon. */
function toDayHour(hour: number, half: string): number | undefined {
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

function formatOffset(zone: string): string | undefined {
  const match = /([+-])(\d{1,2})(?::?(\d{2}))?$/.exec(zone);
  if (match === null) return 'Z';
  const [, sign, hours, minutes = '00'] = match;
  if (Number(hours) > FURTHEST_HOURS || Number(minutes) > 59) return undefined;
  return `${sign}${hours!.padStart(2, '0')}:${minutes}`;
}
