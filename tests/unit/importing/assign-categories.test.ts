import { assignCategories, type CodedColumn } from '../../../lib/importing/lightgbm/assign-categories.ts';

const codes = (name: string, largest: number): CodedColumn => ({
  name,
  kind: 'codes',
  largest,
  isWhole: true,
});
const numbers = (name: string, largest: number, isWhole = true): CodedColumn => ({
  name,
  kind: 'numbers',
  largest,
  isWhole,
});
const none = (name: string): CodedColumn => ({ name, kind: 'none', largest: 0, isWhole: true });
const holding = (column: CodedColumn, words: readonly string[], areWords = true): CodedColumn => ({
  ...column,
  values: { words, areWords },
});
const assign = (lists: readonly (readonly unknown[])[], columns: readonly CodedColumn[]) =>
  Object.fromEntries(assignCategories(lists, columns, 'model.txt'));

test('columns of codes take the lists in their order', () => {
  expect(
    assign(
      [
        ['a', 'b'],
        ['x', 'y', 'z'],
      ],
      [codes('p', 1), numbers('n', 9.5, false), codes('q', 2)],
    ),
  ).toEqual({
    p: ['a', 'b'],
    q: ['x', 'y', 'z'],
  });
});

test('a column of no use has a list, and one of whole numbers that was named as a category has none', () => {
  expect(assign([['a', 'b', 'c'], ['only']], [codes('city', 2), codes('k', 3), none('constant')])).toEqual({
    city: ['a', 'b', 'c'],
    constant: ['only'],
  });
});

test('leads tell an ordered category, whose codes are numbers, from a column of true and false', () => {
  const columns = [
    holding(numbers('plan', 2), ['basic', 'plus', 'pro']),
    holding(numbers('opened', 1), ['True', 'False'], false),
    holding(codes('region', 3), ['10', '20', '30', '41'], false),
  ];
  expect(
    assign(
      [
        ['basic', 'plus', 'pro'],
        [10, 20, 30, 41],
      ],
      columns,
    ),
  ).toEqual({
    plan: ['basic', 'plus', 'pro'],
    region: [10, 20, 30, 41],
  });
});

test('nothing is guessed: several ways and no way are refused', () => {
  const columns = [numbers('plan', 2), numbers('rank', 2)];
  expect(() => assign([['a', 'b', 'c']], columns)).toThrow(
    /fit the model’s columns in one way, found several.*--leads/,
  );
  expect(() => assign([['a', 'b']], columns)).toThrow(/found none.*--categories/);
  expect(() => assign([['a', 'b', 'c']], [holding(codes('city', 2), ['x', 'y'])])).toThrow(
    /found none; of the leads, “city” are words/,
  );
});

test('many columns and lists take no time', () => {
  const lists = Array.from({ length: 300 }, (_, i) => [`${i}`, 'b']);
  const columns = Array.from({ length: 600 }, (_, i) => numbers(`c${i}`, 1));
  expect(() => assign(lists, columns)).toThrow(/several/);
});
