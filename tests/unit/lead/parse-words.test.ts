import fc from 'fast-check';
import { parseWords } from '../../../lib/lead/parse-words.ts';
import type { LeadSchema } from '../../../lib/lead/schema.ts';
import { validateLead } from '../../../lib/lead/validate-lead.ts';
import { makeWordRules, parseNumberWord, parseWord } from '../../../lib/lead/value-words.ts';

const schema: LeadSchema = {
  fields: [
    { name: 'visits', type: 'number', required: false, integer: true, range: [0, 9] },
    { name: 'opened', type: 'boolean', required: false },
    { name: 'day', type: 'date', required: false, range: ['2024-01-01', '2024-12-31'] },
    { name: 'source', type: 'category', required: false, levels: ['web'] },
  ],
  missing_words: ['na'],
};
const rules = makeWordRules(schema.missing_words);

test('reads the words of a row as the values of a lead', () => {
  expect(parseWords(schema, ['3', 'Yes', '2024-05-01 10:00', '007'], rules)).toEqual({
    values: { visits: 3, opened: true, day: '2024-05-01T10:00', source: '007' },
    errors: [],
  });
});

test('empty cells, missing words and absent columns are missing', () => {
  expect(parseWords(schema, ['', 'NA', undefined, 'na'], rules).values).toEqual({
    visits: null,
    opened: null,
    day: null,
    source: null,
  });
});

test('names every field whose word does not fit', () => {
  const { errors, values } = parseWords(schema, ['007', '1', '31.12.2024', 'x'], rules);
  expect(errors).toEqual([
    {
      field: 'visits',
      message: 'expected a number such as 1234.5 (no thousands sign, no leading zero), got text "007"',
    },
    { field: 'opened', message: 'expected true or false, yes or no, t or f, y or n, got text "1"' },
    { field: 'day', message: 'expected an ISO 8601 date such as 2026-01-31, got text "31.12.2024"' },
  ]);
  expect(values).toMatchObject({ visits: null, opened: null, day: null, source: 'x' });
});

test('names the form of dates that its file has, and what does not exist', () => {
  const day = { name: 'day', type: 'date', required: true, form: 'dd/mm/yyyy' } as const;
  const fields: LeadSchema['fields'] = [{ ...day, range: ['2024-01-01', '2024-12-31'] }];
  const messageOf = (word: string) =>
    parseWords({ fields, missing_words: [] }, [word], rules).errors[0]?.message;
  const expected = 'expected a date in the form dd/mm/yyyy or ISO 8601, such as 31/01/2026';
  expect(messageOf('31/01/2026')).toBeUndefined();
  expect(messageOf('2026-01-31')).toBeUndefined();
  expect(messageOf('01-31-2026')).toBe(`${expected}, got text "01-31-2026"`);
  expect(messageOf('31/02/2026')).toBe(`${expected}, got text "31/02/2026", a date that does not exist`);
});

test('a field named __proto__ stays a field', () => {
  const fields: LeadSchema['fields'] = [{ name: '__proto__', type: 'category', required: false, levels: [] }];
  const { values } = parseWords({ fields, missing_words: [] }, ['x'], rules);
  expect(Object.entries(values)).toEqual([['__proto__', 'x']]);
});

test('never coerces: a word that is a number means that very number', () => {
  const sign = fc.constantFrom('0', '1', '9', '.', ',', '-', '+', 'e', 'E', 'x', ' ', '_', 'n');
  fc.assert(
    fc.property(
      fc.string({ unit: sign, maxLength: 20 }),
      fc.constantFrom('.' as const, ',' as const),
      (word, decimal) => {
        const value = parseNumberWord(word, decimal);
        if (value === undefined) return;
        expect(word).toMatch(/^-?(0|[1-9]\d*)?([.,]\d+)?([eE][+-]?\d+)?$/);
        expect(word.includes(decimal === '.' ? ',' : '.')).toBe(false);
        expect(value).toBe(Number(word.replace(',', '.')));
        // No digit of a whole number is lost.
        if (/^-?\d+$/.test(word)) expect(String(value)).toBe(word === '-0' ? '0' : word);
      },
    ),
    { numRuns: 2000 },
  );
});

/** Fifteen digits: more before the point are taken for an identifier. */
const MOST = 999_999_999_999_999;

test('every number that JSON writes is read back', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -MOST, max: MOST }), (value) => {
      expect(parseNumberWord(JSON.stringify(value))).toBe(value === 0 ? 0 : value);
    }),
  );
});

test('what is read is a valid lead', () => {
  const word = fc.oneof(
    fc.string({ maxLength: 12 }).map((text) => text.trim()),
    fc.constantFrom('1', 'yes', 'n', '2024-02-29', '2024-02-30', '2024-01-01T00:00:00Z', '1e5', '', 'na'),
  );
  fc.assert(
    fc.property(fc.tuple(word, word, word, word), (words) => {
      const { values } = parseWords(schema, words, rules);
      expect(validateLead(schema, values)).toEqual({ ok: true, lead: values });
    }),
  );
});

test('a category is the word itself', () => {
  expect(parseWord({ name: 'x', type: 'category', required: true, levels: ['1'] }, '1.0', rules)).toBe('1.0');
});
