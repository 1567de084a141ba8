import fc from 'fast-check';
import {
  collectColumns,
  collectMissing,
  collectType,
  mergeColumns,
} from '../../../../cli/files/column-options.ts';

test.each([
  ['zip=category', { zip: { type: 'category' } }],
  ['amount=number:1.234,5', { amount: { type: 'number', form: '1.234,5' } }],
  ['created=date:dd/mm/yyyy hh:mm', { created: { type: 'date', form: 'dd/mm/yyyy hh:mm' } }],
  ['a=b=Boolean', { 'a=b': { type: 'boolean' } }],
])('--type %s', (text, settings) => {
  expect(collectType(text)).toEqual(settings);
});

test.each([
  ['zip', 'Expected a column and its type'],
  ['=number', 'Expected a column and its type'],
  ['zip=categroy', 'Did you mean category?'],
  ['zip=', 'Expected number, category, boolean, date, got “”'],
])('--type %s is refused', (text, message) => {
  expect(() => collectType(text)).toThrow(message);
});

test('a type that is told anew forgets the form of the one before', () => {
  expect(
    mergeColumns({ a: { type: 'number', form: '1,5', missing: ['-'] } }, { a: { type: 'category' } }),
  ).toEqual({
    a: { type: 'category', missing: ['-'] },
  });
});

test('--missing speaks of all columns, or behind a colon of one', () => {
  const said = ['-,unknown', 'region:', 'a:b:lost', '?'].reduce(
    (before, text) => collectMissing(text, before),
    undefined as ReturnType<typeof collectMissing> | undefined,
  );
  expect(said).toEqual({
    words: ['-', 'unknown', '?'],
    columns: { region: { missing: [] }, 'a:b': { missing: ['na', 'n/a', 'nan', 'null', 'none', 'lost'] } },
  });
  expect(() => collectMissing('a,,b')).toThrow('Expected words separated by commas.');
});

test('one thing is said of several columns', () => {
  expect(collectColumns({ merge_case: true })('a, b', { a: { type: 'category' } })).toEqual({
    a: { type: 'category', merge_case: true },
    b: { merge_case: true },
  });
});

test('what is said of one column leaves the others as they are', () => {
  const name = fc.string({ minLength: 1 }).filter((text) => !/[=,:]/.test(text) && text.trim() === text);
  fc.assert(
    fc.property(name, name, (a, b) => {
      fc.pre(a !== b);
      const settings = collectType(`${b}=date`, collectType(`${a}=number:1,5`));
      expect(settings[a]).toEqual({ type: 'number', form: '1,5' });
    }),
  );
});
