import { count } from '../../count.ts';
import { InputError } from '../../errors.ts';
import { formatCount } from '../../format-figures.ts';
import { instantOf } from '../../lead/iso-time.ts';
import type { ToldColumns } from '../../lead/told-columns.ts';
import { parseDateWord, type WordRules } from '../../lead/value-words.ts';
import { type ConversionCurve, conversionCurve } from '../../statistics/conversion-curve.ts';
import { shareConverted } from '../../statistics/share-converted.ts';
import { concat, fill } from '../../typed-arrays.ts';
import { findColumn, findWords } from '../table/find-column.ts';
import type { Outcome } from '../table/read-target.ts';
import { ROW_ORDER } from '../table/read-times.ts';
import type { AnyColumn, Table } from '../table/table.ts';
import { readInstants } from './read-instants.ts';

/** “Converts within so many days”: what is learned in place of “has converted”. */
export interface HorizonInput {
  /** Whole days, at least 1. */
  readonly days: number;
  /** Until when the file knows of conversions, ISO 8601; a date is its first moment, UTC. The latest time in the file unless given. */
  readonly asOf?: string;
}

/** What the leads of a file say about a horizon. */
export interface Horizon {
  readonly days: number;
  /** ISO 8601, UTC. */
  readonly asOf: string;
  readonly curve: ConversionCurve;
  /** Per row of the table, the share of the conversions within the horizon that show by its age; NaN: it is not learned from. */
  readonly maturity: Float64Array;
  /** Per row of the table, 1: as old as the horizon, so that its outcome is known. */
  readonly isOld: Uint8Array;
}

export interface HorizonOptions extends HorizonInput {
  /** The column of --time. */
  readonly time: string | undefined;
  /** The column of --converted-at. */
  readonly convertedAt: string;
  readonly told: ToldColumns;
  readonly force?: boolean | undefined;
}

const DAY_MS = 86_400_000;
/** Younger leads, of which so small a part of the conversions shows, tell next to nothing and weigh a curve’s errors most. */
const LEAST_MATURITY = 0.05;
/** Where more conversions are before their lead, the two columns do not mean what they are taken for. */
const MOST_NEGATIVE = 0.05;
/** So many days without anything new before the day that is told: it may be told wrong. */
const LONG_DAYS = 31;
/** Of either kind, old enough to be measured on; with --force. */
const [FEWEST, FEWEST_WITH_FORCE] = [40, 10];

/**
 * Reads the outcome “converts within the horizon” from when leads came in and when they converted, as it was known at `asOf`: 1 where
 * a lead converted within the horizon and by then, 0 where it has not yet. Rows that cannot say are left out, and counted in a
 * warning.
 *
 * @throws {InputError} a horizon that is longer than any lead is old; columns that hold no times; too few leads old enough
 */
export function readHorizon(
  table: Table<AnyColumn>,
  { days, asOf: toldAsOf, time, convertedAt, told, force }: HorizonOptions,
  rules: WordRules,
): { readonly outcome: Outcome; readonly horizon: Horizon } {
  const { fileName } = table;
  if (time === undefined)
    throw new InputError('--horizon: expected --time with the column that tells when a lead came in.');
  if (time === ROW_ORDER && !table.columns.some(({ name }) => name === ROW_ORDER))
    throw new InputError(
      '--horizon: expected --time with a column of dates, got row-order, which does not tell how old a lead is.',
    );
  const read = (name: string, option: string) => {
    findColumn(table, name, option);
    return readInstants(findWords(table, name, option), rules, fileName, option, told.get(name));
  };
  if (time === convertedAt)
    throw new InputError(
      `${fileName}: --converted-at: expected another column than --time, got ${time} for both. --time tells when a lead came in, --converted-at when it converted.`,
    );
  const [begun, won] = [read(time, '--time'), read(convertedAt, '--converted-at')];
  const times = sortTimes(begun.at, won.at);
  const latest = times.at(-1) ?? Number.NaN;
  if (toldAsOf === undefined) refuseStrays(times, fileName);
  const asOf = toldAsOf === undefined ? latest : readAsOf(toldAsOf);
  const asOfText = tellInstant(asOf);
  const ages = begun.at.map((at) => (asOf - at) / DAY_MS);
  const oldest = Math.floor(ages.reduce((most, age) => (age > most ? age : most), Number.NEGATIVE_INFINITY));
  if (!(oldest >= days))
    throw new InputError(
      oldest >= 0
        ? `${fileName}: --horizon: expected at most ${oldest}d, the age of the oldest lead at ${asOfText}, got ${days}d: how many convert later is not known.`
        : `${fileName}: --as-of: expected a time after the first lead came in, got ${asOfText}.`,
    );
  const found = classify(begun.at, won.at, ages, { days, asOf });
  if (found.counts.negative > MOST_NEGATIVE * (found.counts.negative + found.counts.converted))
    throw new InputError(
      `${fileName}: --converted-at: expected conversions after their lead came in, found ${count(found.counts.negative, 'lead')} whose ${convertedAt} is before ${time}. Are the two columns exchanged?`,
    );
  const { labels, delays } = found;
  const rows = fill(new Int32Array(labels.length), (row) => row);
  const converters = rows.filter((row) => labels[row] === 1);
  // Whole days, as files that have dates only say it: a delay up to the end of its day, an age down to the end of its last.
  const curve = conversionCurve(
    {
      delays: Float64Array.from(converters, (row) => Math.ceil(delays[row]!)),
      ages: Float64Array.from(converters, (row) => Math.floor(ages[row]!)),
    },
    days,
  );
  const maturity = ages.map((age, row) => (labels[row]! < 0 ? Number.NaN : shareConverted(curve, age)));
  const isOld = Uint8Array.from(ages, (age, row) => Number(labels[row]! >= 0 && age >= days));
  let fresh = 0;
  for (const row of rows) {
    if (!(maturity[row]! < LEAST_MATURITY)) continue;
    labels[row] = -1;
    maturity[row] = Number.NaN;
    fresh += 1;
  }
  checkOld(labels, isOld, { days, asOfText, fileName, force });
  const least = curve.shares.findIndex((share) => share >= LEAST_MATURITY);
  const note = (leads: number, noun: string, text: string) =>
    leads === 0 ? [] : [`${count(leads, noun)} ${text}`];
  const { counts } = found;
  const silent = (asOf - latest) / DAY_MS;
  return {
    outcome: {
      labels,
      positive: `within ${days} days`,
      explainClasses: `${convertedAt} within ${days} days of ${time}, as of ${asOfText}`,
      warnings: [
        ...(toldAsOf === undefined
          ? [
              `outcomes are taken as they were at ${asOfText}, the latest time in the file; --as-of says another`,
            ]
          : []),
        ...(silent > LONG_DAYS
          ? [
              `the file has nothing of the last ${Math.floor(silent)} days before --as-of ${asOfText}: was it made then? Leads count as that old`,
            ]
          : []),
        ...note(counts.untimed, 'row', `without a value of ${time} left out`),
        ...note(begun.impossible, 'row', `with a ${time} that does not exist are among them`),
        ...note(counts.later, 'lead', `that came in after ${asOfText} left out`),
        ...note(counts.negative, 'lead', `whose ${convertedAt} is before ${time} left out`),
        ...note(won.impossible, 'row', `with a ${convertedAt} that does not exist count as not converted`),
        ...note(
          counts.unseen,
          'conversion',
          `after ${asOfText} ${counts.unseen === 1 ? 'counts' : 'count'} as not yet`,
        ),
        ...note(
          counts.slow,
          'conversion',
          `later than ${days} days ${counts.slow === 1 ? 'counts' : 'count'} as none`,
        ),
        ...note(
          fresh,
          'lead',
          `younger than about ${count(least, 'day')} left out, converted or not: less than ${100 * LEAST_MATURITY} % of the conversions show by then`,
        ),
      ],
    },
    horizon: { days, asOf: asOfText, curve, maturity, isOld },
  };
}

/** How a time is written here: without a time of day where it is the first moment of a day. */
export const tellInstant = (at: number): string =>
  new Date(at)
    .toISOString()
    .replace(/T00:00:00\.000Z$/, '')
    .replace(/\.000Z$/, 'Z');

/** @throws {InputError} it is no date */
function readAsOf(text: string): number {
  const iso = parseDateWord(text.trim());
  if (typeof iso === 'string') return instantOf(iso);
  throw new InputError(
    `--as-of: expected a date or a time in ISO 8601, such as 2026-11-01 or 2026-11-01T18:00Z, got “${text}”.`,
  );
}

/** Ascending; those that are known. */
const sortTimes = (first: Float64Array, second: Float64Array): Float64Array =>
  concat(Float64Array, [first, second])
    .filter((at) => !Number.isNaN(at))
    .sort();

/** So many times, or this share of them, may be typed wrong. */
const [FEW_STRAYS, SHARE_OF_STRAYS] = [3, 0.001];
/** The part of the time before them that strays are apart from it. */
const FAR = 0.25;

/**
 * A year that is typed wrong would make every lead old.
 *
 * @throws {InputError} a few times are so much later than all others that the file was hardly made then
 */
function refuseStrays(times: Float64Array, fileName: string): void {
  const few = Math.max(FEW_STRAYS, Math.floor(SHARE_OF_STRAYS * times.length));
  if (times.length <= few) return;
  const [first, usual, latest] = [times[0]!, times.at(-1 - few)!, times.at(-1)!];
  const gap = latest - usual;
  if (gap <= LONG_DAYS * DAY_MS || gap <= FAR * (usual - first)) return;
  throw new InputError(
    `${fileName}: --as-of: expected to be given, as the latest time in the file is ${tellInstant(latest)}, ${count(Math.floor(gap / DAY_MS), 'day')} after all but ${few} times. Say until when the file knows of conversions: --as-of ${tellInstant(usual).slice(0, 10)}`,
  );
}

/** What became of each lead by a time. */
function classify(
  begun: Float64Array,
  won: Float64Array,
  ages: Float64Array,
  { days, asOf }: { readonly days: number; readonly asOf: number },
) {
  const labels = new Int8Array(begun.length);
  const delays = new Float64Array(begun.length).fill(Number.NaN);
  const counts = { untimed: 0, later: 0, negative: 0, unseen: 0, slow: 0, converted: 0 };
  for (let row = 0; row < labels.length; row++) {
    const leave = (why: 'untimed' | 'later' | 'negative') => {
      labels[row] = -1;
      counts[why] += 1;
    };
    const [from, to, age] = [begun[row]!, won[row]!, ages[row]!];
    if (Number.isNaN(from)) leave('untimed');
    else if (age < 0) leave('later');
    else if (!Number.isNaN(to)) {
      // Of one day where one column has no time of day: no time is known to have passed.
      const delay =
        Math.floor(to / DAY_MS) === Math.floor(from / DAY_MS) ? Math.max(0, to - from) : to - from;
      delays[row] = delay / DAY_MS;
      if (delay < 0) leave('negative');
      else if (to > asOf) counts.unseen += 1;
      else if (delays[row]! > days) counts.slow += 1;
      else {
        labels[row] = 1;
        counts.converted += 1;
      }
    }
  }
  return { labels, delays, counts };
}

/** @throws {InputError} the leads whose outcome is known are too few to measure on */
function checkOld(
  labels: Int8Array,
  isOld: Uint8Array,
  {
    days,
    asOfText,
    fileName,
    force,
  }: {
    readonly days: number;
    readonly asOfText: string;
    readonly fileName: string;
    readonly force: boolean | undefined;
  },
): void {
  const counts = [0, 0];
  isOld.forEach((old, row) => {
    if (old === 1) counts[labels[row]!]! += 1;
  });
  const [lost = 0, converted = 0] = counts;
  const fewest = force === true ? FEWEST_WITH_FORCE : FEWEST;
  if (Math.min(lost, converted) >= fewest) return;
  // A shorter horizon makes more leads old enough, but none of them a conversion.
  const hint = labels.includes(1)
    ? `Choose a shorter horizon${force === true ? '.' : ', or pass --force to train all the same.'}`
    : `No lead of the file converted within ${days} days: does --converted-at name the right column?`;
  throw new InputError(
    `${fileName}: --horizon: expected at least ${fewest} leads of either kind that are ${days} days old at ${asOfText}, to measure on, found ${formatCount(converted)} that converted and ${formatCount(lost)} that did not. ${hint}`,
  );
}
