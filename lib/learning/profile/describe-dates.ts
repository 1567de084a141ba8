import type { DatePart } from '../../model/artifact.ts';
import { DAYPARTS, type Daypart } from '../../model/date-part.ts';
import { type BinBase, makeBin, makeMissingBin } from './make-bins.ts';
import type { DateFigures, Period, ProfileBin } from './profile.ts';
import { addCounts, countAt, type LevelTally, type NumberTally } from './tally.ts';

const MILLISECONDS_PER_DAY = 86_400_000;
const MOST_DAYS = 45;
const MOST_MONTHS = 60;

/** The calendar date of a day number, ISO 8601. */
const formatDay = (day: number): string => new Date(day * MILLISECONDS_PER_DAY).toISOString().slice(0, 10);

/**
 * First and last day and the longest time between two days with leads; undefined when all are missing.
 *
 * @param tally of whole days since 1970-01-01
 */
export function describeDates({ values }: NumberTally): DateFigures | undefined {
  if (values.length === 0) return undefined;
  const [first, last] = [values[0]!, values.at(-1)!];
  let [after, before] = [first, first];
  for (let i = 1; i < values.length; i++) {
    if (values[i]! - values[i - 1]! > before - after) [after, before] = [values[i - 1]!, values[i]!];
  }
  const days = before - after - 1;
  return {
    first: formatDay(first),
    last: formatDay(last),
    span_days: last - first + 1,
    per: choosePeriod(first, last),
    ...(days > 0 ? { longest_gap: { after: formatDay(after), before: formatDay(before), days } } : {}),
  };
}

/**
 * The leads per day, month or year, whichever makes a list that can be read: days up to 45 of them, months up to
 * five years. Periods without leads are in it; missing dates come last.
 */
export function makePeriods(tally: NumberTally, base: BinBase): ProfileBin[] {
  const { values, missing } = tally;
  if (values.length === 0) return makeMissingBin(missing, base);
  const [first, last] = [values[0]!, values.at(-1)!];
  const per = choosePeriod(first, last);
  const counts = new Map(listPeriods(first, last, per).map((label) => [label, { total: 0, converted: 0 }]));
  values.forEach((day, i) => {
    const label = formatDay(day).slice(0, LENGTHS[per]);
    counts.set(label, addCounts(counts.get(label)!, countAt(tally, i)));
  });
  const periods = [...counts].map(([label, leads]) => makeBin('period', label, leads, base));
  return [...periods, ...makeMissingBin(missing, base)];
}

/** How many characters of an ISO date name its period. */
const LENGTHS: Readonly<Record<Period, number>> = { day: 10, month: 7, year: 4 };

function choosePeriod(first: number, last: number): Period {
  if (last - first < MOST_DAYS) return 'day';
  return countMonths(last) - countMonths(first) < MOST_MONTHS ? 'month' : 'year';
}

function listPeriods(first: number, last: number, per: Period): string[] {
  const from = per === 'day' ? first : countMonths(first);
  const to = per === 'day' ? last : countMonths(last);
  const labels = Array.from({ length: to - from + 1 }, (_, i) =>
    per === 'day' ? formatDay(from + i) : nameMonth(from + i),
  );
  return per === 'year' ? [...new Set(labels.map((label) => label.slice(0, 4)))] : labels;
}

/** Months since the year 0. */
function countMonths(day: number): number {
  const date = formatDay(day);
  return 12 * Number(date.slice(0, 4)) + Number(date.slice(5, 7)) - 1;
}

const nameMonth = (months: number): string =>
  `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}`;

const NAMES: Readonly<Partial<Record<DatePart, readonly string[]>>> = {
  weekday: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  month: [
    ...['January', 'February', 'March', 'April', 'May', 'June'],
    ...['July', 'August', 'September', 'October', 'November', 'December'],
  ],
};

/** The leads per level of a part of the calendar, in the calendar's order. */
export function makePartBins(tally: LevelTally, part: DatePart, base: BinBase): ProfileBin[] {
  const { levels, missing } = tally;
  const rank = (i: number) =>
    part === 'daypart' ? DAYPARTS.indexOf(levels[i] as Daypart) : Number(levels[i]);
  const order = [...levels.keys()].sort((a, b) => rank(a) - rank(b));
  const bins = order.map((i) => {
    const level = levels[i]!;
    const label = part === 'daypart' ? level : (NAMES[part]?.[Number(level) - 1] ?? `${level}:00`);
    return makeBin('level', label, countAt(tally, i), base);
  });
  return [...bins, ...makeMissingBin(missing, base)];
}
