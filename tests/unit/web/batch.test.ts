import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import type { BatchResult } from '../../../lib/client/index.ts';
import type { LeadSchema } from '../../../lib/lead/schema.ts';
import { checkRows, guessMapping, unmapped } from '../../../web/src/batch/check-rows.ts';
import { type LeadsFile, readLeadsFile } from '../../../web/src/batch/read-leads-file.ts';
import { joinResults, type ScoredRow, sortRows, writeResults } from '../../../web/src/batch/results.ts';

const SCHEMA: LeadSchema = {
  fields: [
    { name: 'source', type: 'category', levels: ['web'], required: true, label: 'Herkunft' },
    { name: 'visits', type: 'number', integer: true, range: [0, 60], required: true },
    { name: 'budget', type: 'number', integer: false, range: [0, 9], required: false },
  ],
  missing_words: ['na'],
};
const read = (content: string | Buffer) => readLeadsFile(new File([content], 'crm.csv'));
const check = (file: LeadsFile) => checkRows(SCHEMA, file, guessMapping(SCHEMA, file.columns));

test('columns are found by name, by label, and in spite of a slip', () => {
  expect(guessMapping(SCHEMA, ['Visit', 'x', 'herkunft'])).toEqual({ source: 2, visits: 0, budget: -1 });
  // Nobody's second choice takes what is another's by name.
  expect(guessMapping(SCHEMA, ['visits', 'budget', 'source'])).toEqual({ source: 2, visits: 0, budget: 1 });
  expect(unmapped(SCHEMA, { source: -1, visits: 0, budget: -1 })).toEqual(['source']);
});

test('a spreadsheet’s file: semicolons, decimal commas, Windows-1252', async () => {
  const file = await read(Buffer.from('source;visits;budget\nMünchen;3;1,5\nweb;4;na\n', 'latin1'));
  expect(file.notes[0]).toContain('Windows-1252');
  expect(check(file)).toEqual([
    { row: 0, lead: { source: 'München', visits: 3, budget: 1.5 } },
    { row: 1, lead: { source: 'web', visits: 4, budget: null } },
  ]);
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
      new_score: '50',
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
        return { row, result: { probability, score: 1, grade: 'A', reasons: [] } };
      });
      const sorted = sortRows(scored, 'probability', descending);
      expect(sorted.map(({ row }) => row).sort((a, b) => a - b)).toEqual(scored.map(({ row }) => row));
      const known = sorted.flatMap(({ result }) => (result === undefined ? [] : [result.probability]));
      expect(known).toEqual([...known].sort((a, b) => (descending ? b - a : a - b)));
      expect(sorted.slice(known.length).every(({ error }) => error === 'x')).toBe(true);
    }),
  );
});
