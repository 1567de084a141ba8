import { profileLeads } from '../../../../lib/learning/profile/profile-leads.ts';
import { readLeads } from '../../../../lib/learning/table/read-leads.ts';

const ROWS = 3000;
const at = (row: number) => new Date(Date.parse('2023-03-01T00:30:07Z') + row * 31_234_000);
const iso = (row: number) => at(row).toISOString().slice(0, 19);
const dayFirst = (row: number) => {
  const [year, month, day] = iso(row).slice(0, 10).split('-');
  return `${day}/${month}/${year} ${iso(row).slice(11)}`;
};
const tableOf = (column: string, write: (row: number) => string) =>
  `${column},visits,converted\n${Array.from(
    { length: ROWS },
    (_, row) => `${write(row)},${row % 7},${row % 3 === 0 ? 'yes' : 'no'}`,
  ).join('\n')}\n`;
const read = (write: (row: number) => string, more = {}) =>
  readLeads({ data: tableOf('created_at', write), target: 'converted', absoluteDate: true, ...more }, 1);
/** How many leads have which parts of a date. */
const countParts = ({ leads }: ReturnType<typeof read>) => {
  const parts = leads.features.filter(({ field }) => field === 'created_at');
  const counts: Record<string, number> = {};
  for (let i = 0; i < leads.count; i++) {
    const key = parts
      .map((part) =>
        part.kind === 'number' ? part.values[i] : (part.levels[part.codes[i]!] ?? `no ${part.part}`),
      )
      .join(' ');
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
};

test.each([
  ['day first', dayFirst, 'dd/mm/yyyy'],
  [
    'seconds since 1970, kept as numbers',
    (row: number) => String(Math.floor(at(row).getTime() / 1000)),
    'epoch_s',
  ],
  ['milliseconds since 1970', (row: number) => String(at(row).getTime()), 'epoch_ms'],
  ['yyyymmddhhmmss', (row: number) => iso(row).replace(/\D/g, ''), 'yyyymmdd'],
])('%s: the same features as ISO 8601', (_, write, form) => {
  const plain = read(iso);
  const other = read(write);
  expect(other.schema.fields[0]).toEqual({ ...plain.schema.fields[0], form });
  expect(plain.schema.fields[0]).not.toHaveProperty('form');
  expect(countParts(other)).toEqual(countParts(plain));
  expect(plain.leads.features.map(({ part }) => part)).toEqual([
    'weekday',
    'month',
    'daypart',
    'days',
    undefined,
  ]);
  const { columns } = profileLeads({ data: tableOf('created_at', write), target: 'converted' });
  expect(columns.find(({ name }) => name === 'created_at')).toMatchObject({
    type: 'date',
    ...(form === undefined ? {} : { form }),
  });
});

test('numbers without a name that says a time stay numbers', () => {
  const data = tableOf('value', (row) => String(at(row).getTime()));
  const { schema, warnings } = readLeads({ data, target: 'converted' }, 1);
  expect(schema.fields[0]).toMatchObject({ name: 'value', type: 'number' });
  expect(warnings.join('\n')).toContain('pass --type value=date:epoch_ms if they are');
});

test('a column without times of day has no part of day; midnight is none', () => {
  const { leads } = read((row) => `${iso(row).slice(0, 10)} 00:00:00`);
  expect(leads.features.map(({ part }) => part)).not.toContain('daypart');
});

describe('--time', () => {
  const timesOf = (write: (row: number) => string) =>
    [...read(write, { time: 'created_at' }).times!].sort((a, b) => a - b);
  const instants = Array.from({ length: ROWS }, (_, row) => Date.parse(`${iso(row)}Z`));

  test.each([
    ['day first', dayFirst],
    [
      'with an offset',
      (row: number) =>
        new Date(Date.parse(`${iso(row)}Z`) + 7_200_000).toISOString().replace('.000Z', '+0200'),
    ],
    ['UTC', (row: number) => `${iso(row).replace('T', ' ')} UTC`],
  ])('%s: the instant', (_, write) => {
    expect(timesOf(write)).toEqual(instants);
  });

  test('a date that does not exist is an unknown time', () => {
    const times = timesOf((row) => (row === 5 ? '31/02/2024' : dayFirst(row)));
    expect(times.filter(Number.isNaN)).toHaveLength(1);
  });

  test('what the column leaves open is refused', () => {
    const early = (row: number) => `0${1 + (row % 9)}/0${1 + (row % 7)}/2026`;
    expect(() => read(early, { time: 'created_at', dropIfThere: ['created_at'] })).toThrow(
      '--time: created_at: “08/01/2026” may be',
    );
  });

  test('numbers as their column writes them', () => {
    const numbers = Array.from({ length: ROWS }, (_, row) => row + 0.5);
    const german = (row: number) => `"${(row + 0.5).toLocaleString('de-DE', { minimumFractionDigits: 2 })}"`;
    expect(timesOf(german)).toEqual(numbers);
    expect(timesOf((row) => String(row + 0.5))).toEqual(numbers);
  });

  test('numbers that may be read in two ways', () => {
    const either = (row: number) => (row % 2 === 0 ? '1.247' : '950');
    expect(() => read(either, { time: 'created_at', dropIfThere: ['created_at'] })).toThrow(
      '--time: created_at: “1.247” may be “1247” or “1.247”',
    );
  });

  test('a word that is none', () => {
    expect(() => read((row) => (row === 9 ? 'soon' : iso(row)), { time: 'created_at' })).toThrow(
      'expected dates in one form, such as 2026-01-31, or numbers, in created_at, found “soon”',
    );
  });
});
