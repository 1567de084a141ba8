import fc from 'fast-check';
import { inferSchema } from '../../../lib/lead/infer-schema.ts';
import { makeWordRules } from '../../../lib/lead/value-words.ts';

/** A column summary from the words of its rows. */
const summarise = (name: string, rows: readonly string[]) => {
  const counts = new Map<string, number>();
  for (const word of rows) counts.set(word, (counts.get(word) ?? 0) + 1);
  return { name, words: [...counts.keys()], counts: [...counts.values()] };
};
const rules = makeWordRules();
const infer = (rows: readonly string[], name = 'x', with_ = rules) =>
  inferSchema([summarise(name, rows)], with_);
const fieldOf = (rows: readonly string[], name = 'x', with_ = rules) =>
  infer(rows, name, with_).schema.fields[0];
const reasonOf = (rows: readonly string[], name = 'x') => infer(rows, name).leftOut.get(name);
const times = (n: number, make: (i: number) => string) => Array.from({ length: n }, (_, i) => make(i));

describe('types', () => {
  test.each([
    ['true/false', ['TRUE', 'false', 'True']],
    ['yes/no', ['Yes', 'no']],
    ['t/f', ['t', 'F']],
    ['y/n', ['Y', 'n']],
  ])('boolean: %s', (_name, rows) => {
    expect(fieldOf(rows)).toEqual({ name: 'x', type: 'boolean', required: true });
  });

  test('0 and 1 stay numbers', () => {
    expect(fieldOf(['0', '1', '1'])).toMatchObject({ type: 'number', integer: true, range: [0, 1] });
  });

  test('numbers with their range', () => {
    expect(fieldOf(['2.5', '-3', '1e2', '.5'])).toMatchObject({
      type: 'number',
      integer: false,
      range: [-3, 100],
    });
  });

  test.each([
    ['leading zeros', ['001', '002', '010', '001']],
    ['a plus sign', ['+49', '+43', '+49', '+1']],
    ['more digits than a double holds', ['12345678901234567', '12345678901234568', '12345678901234567', '1']],
    ['hexadecimal', ['0x10', '0x11', '0x10', '1']],
    ['infinity', ['1', '2', 'Infinity', '-Infinity']],
  ])('not a number: %s', (_name, rows) => {
    expect(fieldOf(rows)).toMatchObject({ type: 'category' });
  });

  test('dates and date-times', () => {
    expect(fieldOf(['2024-02-29', '2023-12-31T23:59:00Z', '2024-01-01 08:00:00'])).toEqual({
      name: 'x',
      type: 'date',
      required: true,
      range: ['2023-12-31', '2024-02-29'],
    });
  });

  test('too many days that do not exist are no dates', () => {
    expect(reasonOf(['2023-02-29', '2023-02-28', '2023-02-28'])).toContain('(“2023-02-29”): write them as');
  });

  test('levels: most frequent first, ties in alphabetical order', () => {
    expect(fieldOf(['b', 'c', 'a', 'c'])).toMatchObject({ type: 'category', levels: ['c', 'a', 'b'] });
  });
});

describe('missing', () => {
  test.each(['', 'NA', 'n/a', 'null', 'None', 'NaN'])('%j is missing', (word) => {
    expect(fieldOf(['1', '2', word])).toMatchObject({ type: 'number', required: false });
  });

  test('words of the user', () => {
    const { schema } = infer(['1', '2', 'Unknown'], 'x', makeWordRules(['unknown', 'NA']));
    expect(schema.fields[0]).toMatchObject({ type: 'number', required: false });
    expect(schema.missing_words).toEqual(['na', 'unknown']);
  });

  test('required: no value was missing', () => {
    expect(fieldOf(['a', 'b'])).toMatchObject({ required: true });
  });
});

describe('left out, with the reason', () => {
  test('nothing but missing values', () => {
    expect(reasonOf(['', 'NA'])).toBe('every value is missing');
  });

  test.each([
    ['text', ['a', 'a'], 'constant: every value is “a”'],
    ['a number written in two ways', ['1', '1.0'], 'constant: every value is 1'],
    ['a boolean written in two ways', ['yes', 'Y'], 'constant: every value means true'],
  ])('constant: %s', (_name, rows, reason) => {
    expect(reasonOf(rows)).toBe(reason);
  });

  test('a constant that is missing in some rows stays: that it was given may tell', () => {
    expect(fieldOf(['a', 'a', ''])).toMatchObject({ type: 'category', levels: ['a'] });
  });

  test('text that differs in nearly every row', () => {
    expect(reasonOf(times(100, (i) => `L-${i}`))).toBe(
      'identifier or free text: 100 different values in 100 rows',
    );
  });

  test('hashes and UUIDs that mostly differ; not those that repeat', () => {
    const hash = (i: number) => (i * 2654435761).toString(16).padStart(32, '0');
    expect(reasonOf(times(100, (i) => hash(i % 60)))).toBe('identifier: 60 different values in 100 rows');
    expect(fieldOf(times(100, (i) => hash(i % 30)))).toMatchObject({ type: 'category' });
  });

  test.each(['id', 'lead_id', 'leadId', 'ID', 'Customer No', 'id_client'])('numbers named %s', (name) => {
    expect(
      reasonOf(
        times(100, (i) => String(7 * i)),
        name,
      ),
    ).toBe('identifier: 100 different values in 100 rows');
  });

  test.each(['paid', 'visits', 'void'])('not numbers named %s', (name) => {
    expect(
      reasonOf(
        times(100, (i) => String(7 * i)),
        name,
      ),
    ).toBeUndefined();
  });

  test('numbers that count the rows, whatever their name', () => {
    expect(reasonOf(times(100, (i) => String(i + 1)))).toBe('identifier: the numbers count the rows');
  });

  test('free text', () => {
    expect(reasonOf(times(100, (i) => `please call me back at ${i % 70}`))).toMatch(
      /^free text: 70 different/,
    );
    expect(reasonOf(['short', 'x'.repeat(300)])).toBe('free text: values of up to 300 characters');
  });

  test('a category of more than 50 levels with fewer than three rows each on average', () => {
    expect(reasonOf(times(449, (i) => `c${i % 150}`))).toBe(
      '150 different values in 449 rows: fewer than 3 rows per value',
    );
    expect(fieldOf(times(450, (i) => `c${i % 150}`))).toMatchObject({ type: 'category' });
    expect(fieldOf(times(90, (i) => `c${i % 50}`))).toMatchObject({ type: 'category' });
  });

  test('dates with something behind them that is not read', () => {
    expect(reasonOf(['31.01.2024 09:30 CET', '2024-01-01 10:15 EST', '31.01.2024 09:30 CET'])).toBe(
      'dates in a form that is not read (“31.01.2024 09:30 CET”): write them as 2026-01-31 to use them',
    );
  });

  test('dates in two forms', () => {
    expect(reasonOf(['31.01.2024', '01/02/2024', '31.01.2024'])).toMatch(
      /^dates in more than one form \(“31.01.2024” is dd.mm.yyyy, “01\/02\/2024” is/,
    );
    expect(reasonOf(['31/01/2024', '01/31/2024'])).toMatch(/^dates in more than one form/);
  });
});

describe('help', () => {
  test('numbers but for a few words', () => {
    const rows = [...times(963, (i) => String(i % 9)), ...times(37, () => 'unknown')];
    expect(infer(rows, 'visits').warnings).toEqual([
      'visits: 37 of 1,000 values are not numbers (“unknown”), so it is not read as numbers: ' +
        "pass --missing 'visits:unknown' if they mean “missing”",
    ]);
  });

  test('says so too when the column is left out for it', () => {
    const rows = [...times(990, (i) => String(i * 1.5)), 'many'];
    expect(reasonOf(rows)).toMatch(
      /^identifier or free text: 991 different .*; 1 of 991 values are not numbers \(“many”\)/,
    );
  });

  test('codes with leading zeros are no damaged numbers', () => {
    expect(infer([...times(99, (i) => String(10 + (i % 9))), '007']).warnings).toEqual([]);
  });

  test('words that are no placeholders may be slips', () => {
    const rows = [...times(963, (i) => String(i % 9)), ...times(37, () => 'lots')];
    expect(infer(rows, 'visits').warnings[0]).toMatch(
      /\(“lots”\), so it is not read as numbers: correct them, or pass --missing 'visits:lots' if they mean/,
    );
  });
});

test('does not depend on the order of the rows', () => {
  const word = fc.constantFrom('', '1', '2', '10', '007', 'x', 'yes', 'no', '2024-01-01', 'NA', 'a,b', '1,5');
  fc.assert(
    fc.property(
      fc
        .array(word, { minLength: 1, maxLength: 60 })
        .chain((rows) =>
          fc.tuple(
            fc.constant(rows),
            fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length }),
          ),
        ),
      ([rows, shuffled]) => {
        expect(infer(shuffled)).toEqual(infer(rows));
      },
    ),
  );
});
