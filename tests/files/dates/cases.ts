import type { FileCase } from '../file-case.ts';

const visits = { type: 'number' };

export const cases: readonly FileCase[] = [
  {
    file: 'iso-variants.csv',
    shows: 'ISO 8601 with a space, UTC, GMT, offsets, microseconds, one digit',
    rows: 40,
    fields: { created: { type: 'date', required: true }, visits },
    values: {
      created: [
        '2026-01-31T09:30:05',
        '2026-01-31T09:30',
        '2026-01-31T09:30:05Z',
        '2026-01-31T09:30:05.123456+02:00',
        '2026-01-31T09:30:05+0200',
        '2026-01-31T09:30:05Z',
        '2026-01-31T09:30:05+02:00',
        '2026-01-31',
      ],
    },
    warnings: ['created: its offsets from UTC differ'],
  },
  {
    file: 'far-offsets.csv',
    shows: 'offsets of two places',
    fields: { created: { type: 'date' }, visits },
    values: { created: ['2026-01-31T09:30:05+05:30', '2025-12-03T23:00:00-08:00'] },
    warnings: ['created: its offsets from UTC differ: weekday and time of day are those that are written'],
  },
  {
    file: 'day-first.csv',
    shows: 'a day above 12 says that the day comes first',
    fields: { created: { type: 'date', form: 'dd/mm/yyyy' }, visits },
    values: { created: ['2026-01-31', '2025-12-03', '2026-03-04'] },
  },
  {
    file: 'month-first-am-pm.csv',
    shows: 'month first, AM and PM behind a narrow space',
    fields: { created: { type: 'date', form: 'mm/dd/yyyy' }, visits },
    values: { created: ['2026-01-31T09:30:05', '2025-12-03T23:00:00', '2026-03-04T00:15:59'] },
  },
  {
    file: 'german.csv',
    shows: 'points, and minutes without seconds',
    fields: { created: { type: 'date', form: 'dd.mm.yyyy' }, visits },
    values: { created: ['2026-01-31T09:30', '2025-12-03T23:00', '2026-03-04T00:15'] },
  },
  {
    file: 'two-digit-years.csv',
    shows: 'two-digit years, which change least, are of this century',
    fields: { created: { type: 'date', form: 'dd-mm-yy' }, visits },
    values: { created: ['2026-01-31', '2025-12-03', '2026-03-04'] },
    warnings: ['two-digit years are read as 1969 to 2068, in the form dd-mm-yy: “'],
  },
  {
    file: 'ambiguous.csv',
    shows: 'no day above 12: both readings, and the options',
    refused: [
      'no other value of the column says which',
      '“02/06/2025” may be “2025-06-02” or “2025-02-06”',
      '--type created=date:dd/mm/yyyy or --type created=date:mm/dd/yyyy',
    ],
  },
  {
    file: 'ambiguous.csv',
    shows: 'that a dropped column need not be clear',
    told: { drop: ['created'] },
    fields: { visits },
  },
  {
    file: 'both-orders.csv',
    shows: 'day first and month first in one column',
    fields: { visits },
    leftOut: { created: 'dates in more than one form' },
  },
  {
    file: 'month-names.csv',
    shows: 'names of months, long and short, English, German, French',
    fields: { created: { type: 'date', form: 'dd mmm yyyy' }, visits },
    values: {
      created: ['2026-01-31', '2026-01-31', '2026-01-31', '2026-01-31', '2026-01-31T09:30:05+02:00'],
    },
  },
  {
    file: 'month-name-first.csv',
    shows: 'the name of the month first',
    fields: { created: { type: 'date', form: 'mmm dd yyyy' }, visits },
    values: { created: ['2026-01-31', '2025-12-03', '2026-03-04'] },
  },
  {
    file: 'short-years-with-names.csv',
    shows: 'the name of the month before a two-digit year',
    fields: { created: { type: 'date', form: 'dd mmm yy' }, visits },
    values: { created: ['2026-01-31', '2025-12-03', '2026-03-04'] },
    warnings: ['two-digit years'],
  },
  {
    file: 'slashed-iso.csv',
    shows: 'the year first, between slashes',
    fields: { created: { type: 'date', form: 'yyyy/mm/dd' }, visits },
    values: { created: ['2026-01-31', '2025-12-03', '2026-03-04'] },
  },
  {
    file: 'epoch-seconds.csv',
    shows: 'seconds since 1970 where the name says a time; 0 is none',
    fields: { created_at: { type: 'date', form: 'epoch_s', required: false }, visits },
    values: { created_at: ['2026-01-31T09:30:05Z', '2025-12-03T23:00:00Z', '2026-03-04T00:15:59Z', null] },
    warnings: [
      'created_at: its numbers are read as dates, because its name says so (epoch_s: “',
      '--type created_at=number',
      'created_at: 1 of 40 dates does not exist and counts as missing: “0”',
    ],
  },
  {
    file: 'epoch-milliseconds.csv',
    shows: 'milliseconds since 1970',
    fields: { event_ts: { type: 'date', form: 'epoch_ms' }, visits },
    values: { event_ts: ['2026-01-31T09:30:05.007Z'] },
  },
  {
    file: 'epoch-without-a-name.csv',
    shows: 'that numbers stay numbers where no name says a time',
    fields: { value: { type: 'number' }, visits },
    warnings: ['value: its numbers may be dates (epoch_s: “', '--type value=date:epoch_s'],
  },
  {
    file: 'compact.csv',
    shows: 'yyyymmdd',
    fields: { signup_date: { type: 'date', form: 'yyyymmdd' }, visits },
    values: { signup_date: ['2026-01-31', '2025-12-03', '2026-03-04'] },
  },
  {
    file: 'impossible.csv',
    shows: 'that a few dates that do not exist are missing',
    fields: { created: { type: 'date', form: 'dd/mm/yyyy', required: false }, visits },
    values: { created: ['2026-01-31', '2025-12-03', '2026-03-04', null, null] },
    warnings: ['created: 4 of 40 dates do not exist and count as missing: “00/00/0000” in row 5, '],
  },
  {
    file: 'not-all-dates.csv',
    shows: 'a word among dates that is none',
    fields: { created: { type: 'category' }, visits },
    warnings: [
      'created: 1 of 40 values are not dates (“n.d.”), so it is not read as dates',
      "--missing 'created:n.d.'",
    ],
  },
];
