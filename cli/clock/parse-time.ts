import { InvalidArgumentError } from 'commander';

const TIME =
  /^(\d{4})-(\d\d)-(\d\d)(?:T([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/;

/**
 * `2026-12-24T09:00:00Z`, with another offset, or a day, which begins at 00:00 UTC.
 *
 * @throws {InvalidArgumentError} also for days that no month has
 */
export function parseTime(text: string): Date {
  const [, year, month, day] = TIME.exec(text) ?? [];
  const time = new Date(text);
  // A day beyond the last of its month would become one of the next.
  const isDay = new Date(`${year}-${month}-01T00:00:00Z`).getTime() + (Number(day) - 1) * DAY_MS;
  if (Number.isNaN(time.getTime()) || new Date(isDay).getUTCMonth() + 1 !== Number(month))
    throw new InvalidArgumentError(
      'Expected a time with its offset, such as 2026-12-24T09:00:00Z, or a day, such as 2026-12-24.',
    );
  return time;
}

const DAY_MS = 86_400_000;
const UNITS_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: DAY_MS,
  w: 7 * DAY_MS,
};

/**
 * `3w`, `10d`, `12h`, `30m`, `45s`, or several of them: `1w3d`.
 *
 * @returns milliseconds, above 0
 */
export function parseSpan(text: string): number {
  const parts = /^(?:\d{1,9}[smhdw])+$/.test(text) ? text.matchAll(/(\d+)([smhdw])/g) : [];
  let ms = 0;
  for (const [, count, unit] of parts) ms += Number(count) * UNITS_MS[unit!]!;
  if (ms === 0)
    throw new InvalidArgumentError('Expected a span such as 3w, 10d, 12h, 30m or 45s, or several: 1w3d.');
  return ms;
}
