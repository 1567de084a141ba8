import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import type { BatchResult } from '../../../lib/client/index.ts';
import type { LeadSchema } from '../../../lib/lead/schema.ts';
import { checkRows, findBetterMark, guessMapping, unmapped } from '../../../web/src/batch/check-rows.ts';
import { type LeadsFile, readLeadsFile } from '../../../web/src/batch/read-leads-file.ts';
import { joinResults, type ScoredRow, sortRows, writeResults } from '../../../web/src/batch/results.ts';
import { exampleArtifact } from '../../support/example-model.ts';
import { scoreText } from '../../support/score-text.ts';

const SCHEMA: LeadSchema = {
  fields: [
    { name: 'source', type: 'category', levels: ['web'], required: true, label: 'Herkunft' },
    { name: 'visits', type: 'number', integer: true, range: [0, 60], required: true },
    { name: 'budget', type: 'number', integer: false, range: [0, 9], required: false },
  ],
  missing_words: ['na'],
};
const read = (content: string | Buffer) => readLeadsFile(new File([content], 'crm.csv'));
const check = (file: LeadsFile, decimal?: '.' | ',', schema = SCHEMA) =>
  checkRows(schema, file, guessMapping(schema, file.columns), decimal);

test('columns are found by name, by label, and in spite of a slip', () => {
  expect(guessMapping(SCHEMA, ['Visit', 'x', 'herkunft'])).toEqual({ source: 2, visits: 0, budget: -1 });
  // Nobody's second choice takes what is another's by name.
  expect(guessMapping(SCHEMA, ['visits', 'budget', 'source'])).toEqual({ source: 2, visits: 0, budget: 1 });
  expect(unmapped(SCHEMA, { source: -1, visits: 0, budget: -1 })).toEqual(['source']);
});

test('a spreadsheet’s file: semicolons, decimal commas, Windows-1252', async () => {
  const file = await read(Buffer.from('source;visits;budget\nMünchen;3;1,5\nweb;4;na\n', 'latin1'));
  expect(file.notes[0]).toContain('read as Windows-1252; save it as UTF-8, if that is wrong');
  expect(check(file, ',')).toEqual([
    { row: 0, lead: { source: 'München', visits: 3, budget: 1.5 } },
    { row: 1, lead: { source: 'web', visits: 4, budget: null } },
  ]);
});

const DRESSED: LeadSchema = {
  ...SCHEMA,
  fields: SCHEMA.fields.map((field) =>
    field.type === 'number'
      ? {
          ...field,
          form: { decimal: ',', thousands: '.', ...(field.name === 'budget' && { currency: '€' }) },
        }
      : field,
  ),
};

test('numbers are read as the model learned them; others are refused with an example', async () => {
  const file = await read('source;visits;budget\nweb;1.200;1.234,50 €\nweb;1200;1234,5\nweb;4;1234.5\n');
  expect(check(file, undefined, DRESSED)).toEqual([
    { row: 0, lead: { source: 'web', visits: 1200, budget: 1234.5 } },
    { row: 1, lead: { source: 'web', visits: 1200, budget: 1234.5 } },
    {
      row: 2,
      errors: [
        {
          field: 'budget',
          message:
            'expected a number such as €1.234,5 or 1234,5, as in the training table, got text "1234.5"',
        },
      ],
    },
  ]);
});

test('a mark with which more rows can be read is suggested, and a chosen one decides', async () => {
  const file = await read('source;visits;budget\nweb;4;1,5\nweb;4;7\nweb;4;2,25\n');
  const mapping = guessMapping(SCHEMA, file.columns);
  const plain = check(file);
  expect(plain).toMatchObject([{ errors: [{ field: 'budget' }] }, { lead: {} }, { errors: [{}] }]);
  expect(findBetterMark(SCHEMA, file, mapping, plain)).toEqual({ decimal: ',', more: 2 });
  const chosen = check(file, ',');
  expect(chosen).toMatchObject([{ lead: { budget: 1.5 } }, {}, { lead: { budget: 2.25 } }]);
  expect(findBetterMark(SCHEMA, file, mapping, chosen)).toBeUndefined();
});

test('what the page reads, score reads alike', async () => {
  const text = 'source;visits;budget\nweb;4;1,5\nweb;1,200;2,25\nweb;7;na\nweb;1.5;2\n';
  const file = await read(text);
  const mapping = guessMapping(SCHEMA, file.columns);
  const artifact = exampleArtifact({ schema: SCHEMA, terms: [] });
  for (const decimal of [undefined, '.', ','] as const) {
    const options = {
      fileName: 'crm.csv',
      badRows: 'keep' as const,
      ...(decimal === undefined ? {} : { decimal }),
    };
    const { badRows } = await scoreText(artifact, text, options);
    const refused = checkRows(SCHEMA, file, mapping, decimal).filter((row) => 'errors' in row);
    expect(refused).toHaveLength(badRows);
  }
});

test('a row tells everything that is wrong with it, each field once', async () => {
  const file = await read('source,visits,budget\n,many,x\nweb,1\n');
  expect(check(file)).toEqual([
    {
      row: 0,
      errors: [
        { field: 'visits', message: expect.stringContaining('got text "many"') },
        { field: 'budget', message: expect.stringContaining('got text "x"') },
        { field: 'source', message: expect.stringContaining('required') },
      ],
    },
    { row: 1, errors: [{ field: '', message: 'expected 3 cells, as in the header, got 2' }] },
  ]);
});

test('more rows than a page should hold are refused, and where to go', async () => {
  await expect(read(`source,visits\n${'web,1\n'.repeat(20_001)}`)).rejects.toThrow('scorelane score');
});

const result = (probability: number) =>
  ({
    index: 0,
    status: 'succeeded',
    prediction: {
      probability,
      score: 50,
      grade: 'B',
      reasons: [{ feature: 'source', value: 'x', effect: 1, text: '=HYPERLINK(1)' }],
    },
  }) as unknown as BatchResult;

test('the results have the decimal mark of the file', async () => {
  const file = await read('source;visits\nweb;1\n');
  expect(writeResults(file, joinResults(check(file), [result(0.25)]), ',')).toContain('web;1;0,250000;50;B');
});

test('results go to the rows that were sent, and nothing of a file becomes a formula', async () => {
  const file = await read('source,visits,score\nweb,1,x\nweb,many,"a ""b"", c"\nweb,2,\n');
  const scored = joinResults(check(file), [result(0.25)]);
  expect(scored.map(({ error }) => error)).toEqual([
    undefined,
    expect.stringContaining('visits: expected'),
    'not sent',
  ]);
  const written = parse(writeResults(file, scored), { columns: true }) as Record<string, string>[];
  expect(written).toMatchObject([
    {
      source: 'web',
      probability: '0.250000',
      score: 'x',
      scorelane_score: '50',
      grade: 'B',
      reason_1: "'=HYPERLINK(1)",
    },
    { score: 'a "b", c', probability: '', error: expect.stringContaining('visits: expected') },
    { error: 'not sent' },
  ]);
});

test('sorting keeps every row, those without a score last', () => {
  const rows = fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 20 });
  fc.assert(
    fc.property(rows, fc.boolean(), (probabilities, descending) => {
      const scored = probabilities.map((probability, row): ScoredRow => {
        if (probability === null) return { row, error: 'x' };
        return { row, result: { probability, score: 1, grade: 'A', reasons: [], warnings: [] } };
      });
      const sorted = sortRows(scored, 'probability', descending);
      expect(sorted.map(({ row }) => row).sort((a, b) => a - b)).toEqual(scored.map(({ row }) => row));
      const known = sorted.flatMap(({ result }) => (result === undefined ? [] : [result.probability]));
      expect(known).toEqual([...known].sort((a, b) => (descending ? b - a : a - b)));
      expect(sorted.slice(known.length).every(({ error }) => error === 'x')).toBe(true);
    }),
  );
});
