import fc from 'fast-check';
import { InputError } from '../../../lib/errors.ts';
import { inferDate } from '../../../lib/lead/infer-date.ts';
import { inferSchema } from '../../../lib/lead/infer-schema.ts';
import type { DateField, LeadValue } from '../../../lib/lead/schema.ts';
import { makeWordRules, parseWord } from '../../../lib/lead/value-words.ts';

const rules = makeWordRules();
const summarise = (words: readonly string[], name = 'created_at') => {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return { name, words: [...counts.keys()], counts: [...counts.values()] };
};
const infer = (words: readonly string[], name?: string) => inferSchema([summarise(words, name)], rules);
const readBack = (words: readonly string[], form?: string | null) => {
  const { words: distinct, counts } = summarise(words);
  const present = {
    ...{ name: 'x', words: distinct, counts: [...counts], rows: words.length },
    ...{ missingRows: 0, decimal: '.' as const },
  };
  return inferDate(present, form);
};

interface Moment {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly minute: number;
}

const moment = fc
  .record({
    year: fc.integer({ min: 1999, max: 2031 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 31 }),
    minute: fc.integer({ min: 0, max: 1439 }),
  })
  .filter(({ year, month, day }) => day <= new Date(Date.UTC(year, month, 0)).getUTCDate());

const two = (n: number) => String(n).padStart(2, '0');
const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const isoOf = ({ year, month, day }: Moment) => `${year}-${two(month)}-${two(day)}`;
const clockOf = (minute: number) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
const half = (minute: number) =>
  `${Math.floor(minute / 60) % 12 || 12}:${two(minute % 60)} ${minute < 720 ? 'am' : 'PM'}`;
const epoch = ({ minute, ...day }: Moment) => Date.parse(`${isoOf({ minute, ...day })}T${clockOf(minute)}Z`);

type Clothes = readonly [write: (at: Moment) => string, read: (at: Moment) => string];

const DAYS: Readonly<Record<string, (at: Moment, mark: string) => string>> = {
  'yyyy-mm-dd': (at) => isoOf(at),
  dmy: ({ year, month, day }, mark) => [two(day), two(month), year].join(mark),
  mdy: ({ year, month, day }, mark) => [month, day, year].join(mark),
  ymd: ({ year, month, day }, mark) => [year, two(month), two(day)].join(mark),
  'dmy two digits': ({ year, month, day }, mark) => [two(day), two(month), two(year % 100)].join(mark),
  'mdy two digits': ({ year, month, day }, mark) => [two(month), two(day), two(year % 100)].join(mark),
  'ymd two digits': ({ year, month, day }, mark) => [two(year % 100), two(month), two(day)].join(mark),
  named: ({ year, month, day }) => `${day} ${MONTHS[month - 1]} ${year}`,
  short: ({ year, month, day }) => `${two(day)}-${MONTHS[month - 1]!.slice(0, 3)}-${year}`,
  american: ({ year, month, day }) => `${MONTHS[month - 1]} ${day}, ${year}`,
};
const TIMES: readonly (readonly [write: (minute: number) => string, read: (minute: number) => string])[] = [
  [() => '', () => ''],
  [(minute) => ` ${clockOf(minute)}`, (minute) => `T${clockOf(minute)}`],
  [(minute) => ` ${half(minute)}`, (minute) => `T${clockOf(minute)}`],
  [(minute) => `T${clockOf(minute)}:07+0200`, (minute) => `T${clockOf(minute)}:07+02:00`],
  [(minute) => ` ${clockOf(minute)}:07 UTC`, (minute) => `T${clockOf(minute)}:07Z`],
];
const clothes: fc.Arbitrary<Clothes> = fc.oneof(
  fc
    .tuple(fc.constantFrom(...Object.values(DAYS)), fc.constantFrom('/', '.', '-'), fc.constantFrom(...TIMES))
    .map(
      ([day, mark, [write, read]]): Clothes => [
        (at) => day(at, mark) + write(at.minute),
        (at) => isoOf(at) + read(at.minute),
      ],
    ),
  fc.constantFrom<Clothes>(
    [(at) => isoOf(at).replaceAll('-', ''), isoOf],
    [(at) => String(epoch(at) / 1000), (at) => new Date(epoch(at)).toISOString().replace('.000Z', 'Z')],
    [(at) => String(epoch(at)), (at) => new Date(epoch(at)).toISOString().replace('.000Z', 'Z')],
  ),
);

test('dates in a random form are read as they were meant, or not at all', () => {
  let read = 0;
  fc.assert(
    fc.property(clothes, fc.array(moment, { minLength: 1, maxLength: 60 }), ([write, meaning], moments) => {
      const words = moments.map(write);
      let field: DateField | undefined;
      try {
        const found = infer(words).schema.fields[0];
        if (found?.type === 'date') field = found;
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
      }
      if (field === undefined) return;
      read += 1;
      // `+0200` is ISO 8601 as well.
      const normal = (value: LeadValue | undefined) => String(value).replace('+0200', '+02:00');
      expect(words.map((word) => normal(parseWord(field, word, rules)))).toEqual(moments.map(meaning));
      const days = moments.map(isoOf).sort();
      expect(field.range).toEqual([days[0], days.at(-1)]);
    }),
    { numRuns: 1000 },
  );
  expect(read).toBeGreaterThan(500);
});

test.each([
  ['dd/mm/yyyy', ['01/02/2026', '3/4/2026'], ['2026-02-01', '2026-04-03']],
  ['mm/dd/yyyy', ['01/02/2026', '3/4/2026'], ['2026-01-02', '2026-03-04']],
  ['yy-mm-dd', ['26-01-02', '68-01-02', '69-01-02'], ['2026-01-02', '2068-01-02', '1969-01-02']],
  ['epoch_s', ['86400', '1769850000.5'], ['1970-01-02T00:00:00Z', '2026-01-31T09:00:00.500Z']],
  ['epoch_ms', ['86400000'], ['1970-01-02T00:00:00Z']],
  [
    'excel',
    ['46053', '46053.395833333', '59', '61'],
    ['2026-01-31', '2026-01-31T09:30:00', '1900-02-28', '1900-03-01'],
  ],
  [
    'yyyymmdd',
    ['20260131', '20260131093005', '20260131T0930Z'],
    ['2026-01-31', '2026-01-31T09:30:05', '2026-01-31T09:30Z'],
  ],
])('told to be %s', (form, words, meant) => {
  const found = readBack(words, form);
  const field = (found as { field: DateField }).field;
  expect(field).toMatchObject({ type: 'date', form, required: true });
  expect(words.map((word) => parseWord(field, word, rules))).toEqual(meant);
});

test('words that are not in the form that was told', () => {
  expect(readBack(['01/02/2026', 'soon', 'soon'], 'dd/mm/yyyy')).toEqual({
    refused: expect.stringContaining(
      'expected dates such as 31/01/2026 (dd/mm/yyyy), found “soon”: 2 of 3 values cannot be read so',
    ),
  });
});

test.each([
  ['versions', ['1.2.10', '1.3.11', '2.4.12', '2.4.13']],
  ['addresses', ['10.0.0.1', '10.0.0.2']],
  ['ranges of hours', ['9-17', '8-16']],
  ['sort codes', ['20-10-05', '40-47-84', '77-91-02']],
  ['quarters', ['2026-Q1', '2026-Q2']],
  ['months', ['2026-01', '2026-02']],
  ['names with numbers', ['March 12', 'May 3']],
  ['times', ['09:30', '10:15']],
])('%s are no dates', (_name, words) => {
  expect(infer(words).schema.fields[0]?.type).toBe('category');
});

test('numbers of another kind stay numbers, whatever their name says', () => {
  expect(infer(['20260131', '20269931', '20268877'], 'created_at').schema.fields[0]?.type).toBe('number');
  expect(infer(['1769850000', '17'], 'created_at').schema.fields[0]?.type).toBe('number');
});

test.each([
  ['0000-00-00', null],
  ['2026-02-30', null],
  ['2026-02-28 25:00', null],
  ['0001-01-01T00:00:00', null],
  ['31/02/2026', null],
  ['31/01/2026 09:30', '2026-01-31T09:30'],
  ['31.01.2026', undefined],
  ['soon', undefined],
])('%s in a field of dd/mm/yyyy', (word, value) => {
  const field = {
    name: 'day',
    type: 'date',
    form: 'dd/mm/yyyy',
    required: false,
    range: ['2026-01-01', '2026-12-31'],
  } as const;
  expect(parseWord(field, word, rules)).toBe(value);
  // A lead must have the date: one that does not exist is an error.
  expect(parseWord({ ...field, required: true }, word, rules)).toBe(value ?? undefined);
});
