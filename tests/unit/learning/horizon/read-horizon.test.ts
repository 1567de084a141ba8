import { makeWordRules } from '../../../../lib/lead/value-words.ts';
import { type HorizonOptions, readHorizon } from '../../../../lib/learning/horizon/read-horizon.ts';
import { readTable } from '../../../../lib/learning/table/read-table.ts';

const day = (from: string, days: number): string =>
  new Date(Date.parse(from) + 86_400_000 * days).toISOString().slice(0, 10);

/** 100 leads of the first of January, of which 50 convert after 10 days, so that there is enough to measure on. */
const OLD = Array.from({ length: 100 }, (_, i) => `2026-01-01,${i < 50 ? '2026-01-11' : ''}`);

const read = (lines: readonly string[], options: Partial<HorizonOptions> = {}) =>
  readHorizon(
    readTable(`created,won_on\n${[...OLD, ...lines].join('\n')}\n`, { fileName: 'leads.csv' }),
    { days: 30, time: 'created', convertedAt: 'won_on', told: new Map(), asOf: '2026-03-01', ...options },
    makeWordRules(),
  );

/** Of the lines behind the first hundred. */
const labelsOf = (lines: readonly string[], options?: Partial<HorizonOptions>) => [
  ...read(lines, options).outcome.labels.slice(OLD.length),
];

describe('whether a lead converted within the horizon', () => {
  test.each([
    ['within it', '2026-01-05,2026-02-04', 1],
    ['a day later', '2026-01-05,2026-02-05', 0],
    ['not', '2026-01-05,', 0],
    ['on the day on which it came in', '2026-01-05,2026-01-05', 1],
    ['on that day, where only one column has a time of day', '2026-01-05T14:00:00Z,2026-01-05', 1],
    ['after the day of --as-of: not yet', '2026-02-10,2026-03-02', 0],
    ['on the day of --as-of', '2026-02-10,2026-03-01', 1],
    ['before it came in: it is left out', '2026-01-05,2026-01-04', -1],
    ['it came in after --as-of: it is left out', '2026-03-02,', -1],
    ['nobody knows when it came in: it is left out', ',2026-02-04', -1],
    ['it is of yesterday, of which next to no conversion shows: it is left out', '2026-02-28,', -1],
    ['likewise when it has converted already', '2026-02-28,2026-02-28', -1],
  ])('%s', (_, line, label) => {
    // So that not every twentieth conversion of a few is as fast as that.
    expect(labelsOf([line])).toEqual([label]);
  });

  test('everything that is left out or taken otherwise is counted', () => {
    const lines = [
      ...['2026-01-05,2026-01-04', '2026-03-02,', '2026-03-03,', ',', '2026-02-28,'],
      ...['2026-02-10,2026-03-02', '2026-01-05,2026-02-20', '2026-01-06,2026-02-31'],
    ];
    expect(read(lines).outcome.warnings).toEqual([
      '1 row without a value of created left out',
      '2 leads that came in after 2026-03-01 left out',
      '1 lead whose won_on is before created left out',
      '1 row with a won_on that does not exist count as not converted',
      '1 conversion after 2026-03-01 counts as not yet',
      '1 conversion later than 30 days counts as none',
      '1 lead younger than about 10 days left out, converted or not: less than 5 % of the conversions show by then',
    ]);
  });

  test('without --as-of it is what the file knows, up to its latest time', () => {
    const { outcome, horizon } = read(['2026-01-20,', '2026-02-10T08:30:00Z,'], { asOf: undefined } as never);
    expect(horizon.asOf).toBe('2026-02-10T08:30:00Z');
    expect(outcome.warnings).toContain(
      'outcomes are taken as they were at 2026-02-10T08:30:00Z, the latest time in the file; --as-of says another',
    );
  });

  test('an --as-of long after anything in the file is told of', () => {
    expect(read([], { asOf: '2027-01-11' }).outcome.warnings).toEqual([
      'the file has nothing of the last 365 days before --as-of 2027-01-11: was it made then? Leads count as that old',
    ]);
  });

  test('leads of which the outcome is known are as old as the horizon; the others have the share that shows by their age', () => {
    const { isOld, maturity } = read(['2026-01-30,', '2026-01-31,', '2026-02-19,']).horizon;
    expect([...isOld.slice(100)]).toEqual([1, 0, 0]);
    expect([...maturity.slice(100)]).toEqual([1, 1, 1]);
    const young = read(['2026-01-31,2026-02-20', '2026-02-19,', '2026-02-10,']).horizon;
    expect(young.maturity[101]).toBeCloseTo(50 / 51, 12);
  });
});

describe('refused', () => {
  test.each<[string, Partial<HorizonOptions>, string]>([
    [
      'a horizon that is longer than any lead is old',
      { days: 60 },
      'leads.csv: --horizon: expected at most 59d, the age of the oldest lead at 2026-03-01, got 60d: how many convert later is not known.',
    ],
    [
      'an --as-of before the first lead',
      { asOf: '2025-12-31' },
      'leads.csv: --as-of: expected a time after the first lead came in, got 2025-12-31.',
    ],
    [
      'an --as-of that is no time',
      { asOf: 'yesterday' },
      '--as-of: expected a date or a time in ISO 8601, such as 2026-11-01 or 2026-11-01T18:00Z, got “yesterday”.',
    ],
    [
      'no --time',
      { time: undefined },
      '--horizon: expected --time with the column that tells when a lead came in.',
    ],
    [
      'the order of the rows as a time',
      { time: 'row-order' },
      '--horizon: expected --time with a column of dates, got row-order, which does not tell how old a lead is.',
    ],
    [
      'exchanged columns',
      { time: 'won_on', convertedAt: 'created', asOf: '2026-03-01', days: 5 },
      'leads.csv: --converted-at: expected conversions after their lead came in, found 50 leads whose created is before won_on. Are the two columns exchanged?',
    ],
  ])('%s', (_, options, message) => {
    expect(() => read([], options)).toThrow(message);
  });

  test('without --as-of, a few times that are far later than all others', () => {
    expect(() => read(['2062-01-05,'], { asOf: undefined } as never)).toThrow(
      'leads.csv: --as-of: expected to be given, as the latest time in the file is 2062-01-05, 13,143 days after all but 3 times. Say until when the file knows of conversions: --as-of 2026-01-11',
    );
    expect(labelsOf(['2062-01-05,'])).toEqual([-1]);
  });

  test('words that are no times', () => {
    expect(() => read(['2026-01-05,yes'])).toThrow(
      'leads.csv: --converted-at: expected dates in one form, such as 2026-01-31, in won_on, found “yes”. Where numbers are dates, say so: --type won_on=date:epoch_s',
    );
  });

  test('too few leads whose outcome is known', () => {
    const young = Array.from({ length: 20 }, () => '2026-02-01,');
    const few = (force: boolean) => () =>
      readHorizon(
        readTable(`created,won_on\n${OLD.slice(45, 60).join('\n')}\n${young.join('\n')}\n`, {
          fileName: 'leads.csv',
        }),
        { days: 30, time: 'created', convertedAt: 'won_on', told: new Map(), asOf: '2026-03-01', force },
        makeWordRules(),
      );
    expect(few(false)).toThrow(
      'expected at least 40 leads of either kind that are 30 days old at 2026-03-01, to measure on, found 5 that converted and 10 that did not. Choose a shorter horizon, or pass --force to train all the same.',
    );
    expect(few(true)).toThrow('expected at least 10 leads of either kind');
  });

  test('without a conversion a shorter horizon is no way out', () => {
    const lost = OLD.map((line) => line.replace(/,.*/, ','));
    const table = readTable(`created,won_on\n${lost.join('\n')}\n`, { fileName: 'leads.csv' });
    const options = { days: 30, time: 'created', convertedAt: 'won_on', told: new Map(), asOf: '2026-03-01' };
    expect(() => readHorizon(table, options, makeWordRules())).toThrow(
      'that did not. No lead of the file converted within 30 days: does --converted-at name the right column?',
    );
  });

  test('one column for both times', () => {
    expect(() => read(OLD, { convertedAt: 'created' })).toThrow(
      'leads.csv: --converted-at: expected another column than --time, got created for both. --time tells when a lead came in, --converted-at when it converted.',
    );
  });
});

test('numbers are times where the file of columns says so', () => {
  const seconds = (iso: string) => Date.parse(iso) / 1000;
  const lines = OLD.map((line) =>
    line
      .split(',')
      .map((cell) => (cell === '' ? '' : seconds(cell)))
      .join(','),
  );
  const { outcome } = readHorizon(
    readTable(`created,won_on\n${lines.join('\n')}\n`),
    {
      ...{ days: 30, time: 'created', convertedAt: 'won_on', asOf: day('2026-01-01', 59) },
      told: new Map([
        ['created', { dateForm: 'epoch_s' }],
        ['won_on', { dateForm: 'epoch_s' }],
      ]) as never,
    },
    makeWordRules(),
  );
  expect(outcome.labels.filter((label) => label === 1)).toHaveLength(50);
});
