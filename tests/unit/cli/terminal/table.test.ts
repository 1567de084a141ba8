import fc from 'fast-check';
import { type Column, listFacts, section, tabulate } from '../../../../cli/terminal/table.ts';
import { displayWidth } from '../../../../cli/terminal/text.ts';

const WIDE = { width: Number.POSITIVE_INFINITY };

test('words start together, figures end together', () => {
  const columns: Column[] = [{ title: '' }, { title: 'rows', align: 'right' }];
  expect(
    tabulate(
      columns,
      [
        ['visits', '7'],
        ['a', '1,000'],
      ],
      WIDE,
    ),
  ).toEqual(['         rows', 'visits      7', 'a       1,000']);
});

test('wide characters and combining marks take the columns that are drawn', () => {
  const columns: Column[] = [{ title: 'name' }, { title: 'rows' }];
  const lines = tabulate(
    columns,
    [
      ['株式会社', '1'],
      ['e\u0301a', '2'],
    ],
    WIDE,
  );
  expect(lines).toEqual(['name      rows', '株式会社  1', 'e\u0301a        2']);
});

const COLUMNS: Column[] = [
  { title: 'id' },
  { title: 'by', drop: 2 },
  { title: 'trainer', drop: 1 },
  { title: 'tags', fit: 'wrap', least: 6 },
];
const ROW = ['0123456789', 'jana.maria', 'logistic', 'one two three'];

test('first words are folded, then the least important columns go, and the last line names them', () => {
  expect(tabulate(COLUMNS, [ROW], WIDE)).toEqual([
    'id          by          trainer   tags',
    '0123456789  jana.maria  logistic  one two three',
  ]);
  expect(tabulate(COLUMNS, [ROW], { width: 42 })).toEqual([
    'id          by          trainer   tags',
    '0123456789  jana.maria  logistic  one two',
    '                                  three',
  ]);
  expect(tabulate(COLUMNS, [ROW], { width: 34 })).toEqual([
    'id          trainer   tags',
    '0123456789  logistic  one two',
    '                      three',
    'Not shown: by. A wider terminal or',
    '--json shows it.',
  ]);
  expect(tabulate(COLUMNS, [ROW], { width: 20, all: false }).slice(-3)).toEqual([
    'Not shown: by,',
    'trainer. A wider',
    'terminal shows them.',
  ]);
});

test('a cell is one line, and its control characters are pictures', () => {
  expect(tabulate([{ title: '' }], [['a\nb\u001b[2J']], WIDE)).toEqual(['a b␛[2J']);
});

test('no line is wider than a terminal that has room for what never goes', () => {
  const column = fc.record(
    {
      title: fc.string({ maxLength: 8 }),
      align: fc.constantFrom<'left' | 'right'>('left', 'right'),
      drop: fc.integer({ min: 1, max: 3 }),
      fit: fc.constantFrom<'wrap' | 'shorten'>('wrap', 'shorten'),
    },
    { requiredKeys: ['title', 'drop'] },
  );
  const cell = fc.string({ unit: fc.constantFrom('a', ' ', '株', 'e\u0301', '\u001b'), maxLength: 30 });
  fc.assert(
    fc.property(
      fc
        .array(column, { minLength: 1, maxLength: 6 })
        .chain((columns) =>
          fc.tuple(
            fc.constant(columns),
            fc.array(fc.array(cell, { minLength: columns.length, maxLength: columns.length })),
          ),
        ),
      fc.integer({ min: 80, max: 120 }),
      ([columns, rows], width) => {
        for (const line of tabulate(columns, rows, { width, indent: 2 }))
          expect(displayWidth(line)).toBeLessThanOrEqual(width);
      },
    ),
  );
});

test('facts and sections are folded below themselves', () => {
  expect(
    listFacts(
      [
        ['Fields', 'source, industry, country'],
        ['By', 'jana'],
      ],
      { width: 32 },
    ),
  ).toEqual(['Fields  source, industry,', '        country', 'By      jana']);
  expect(section('Note', ['one two three', 'four'], 19)).toEqual([
    'Note       one two',
    '           three',
    '           four',
  ]);
  expect(section('Note', [])).toEqual([]);
});
