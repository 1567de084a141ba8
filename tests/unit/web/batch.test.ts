import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import type { BatchResult } from '../../../lib/client/index.ts';
import type { LeadSchema } from '../../../lib/lead/schema.ts';
import { checkRows, decideMark, guessMapping, unmapped } from '../../../web/src/batch/check-rows.ts';
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
const check = (file: LeadsFile) => {
  const mapping = guessMapping(SCHEMA, file.columns);
  return checkRows(SCHEMA, file, mapping, decideMark(SCHEMA, file, mapping).decimal);
};

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

test('1,200 in a file of commas is neither 1.2 nor 1200: both readings are told', async () => {
  const file = await read('source,visits,budget\nweb,"1,200",7\nweb,4,8\n');
  expect(check(file)).toEqual([
    {
      row: 0,
      errors: [
        {
          field: 'visits',
          message: '“1,200” may be 1200 or 1.2: write one of these, or choose the decimal mark above',
        },
      ],
    },
    { row: 1, lead: { source: 'web', visits: 4, budget: 8 } },
  ]);
});

test('the decimal mark is one for the whole file: no row has one of its own', async () => {
  const points = await read('source,visits,budget\nweb,4,1.5\nweb,"1,200",8\nweb,5,2.25\nweb,5,"2,5"\n');
  expect(check(points)).toMatchObject([
    { lead: { budget: 1.5 } },
    {
      errors: [
        { field: 'visits', message: expect.stringMatching(/^expected a number such as 1234\.5 .*"1,200"$/) },
      ],
    },
    { lead: { budget: 2.25 } },
    { errors: [{ field: 'budget' }] },
  ]);
  const commas = await read('source;visits;budget\nweb;4;1,5\nweb;4;2,75\nweb;4;1.200\nweb;1,200;1,250\n');
  expect(check(commas)).toMatchObject([
    { lead: { budget: 1.5 } },
    { lead: { budget: 2.75 } },
    {
      errors: [
        { field: 'budget', message: expect.stringMatching(/^expected a number such as 1234,5 .*"1\.200"$/) },
      ],
    },
    // Whole numbers are expected of visits; a budget may be 1.25.
    { errors: [{ field: 'visits', message: '“1,200” may be 1200 or 1,2: write one of these' }] },
  ]);
});

test('a chosen mark decides', async () => {
  const file = await read('source;visits;budget\nweb;4;1.200\n');
  const mapping = guessMapping(SCHEMA, file.columns);
  expect(decideMark(SCHEMA, file, mapping)).toEqual({ decimal: undefined, example: '1.200' });
  expect(checkRows(SCHEMA, file, mapping, undefined)).toMatchObject([{ errors: [{ field: 'budget' }] }]);
  expect(checkRows(SCHEMA, file, mapping, '.')).toMatchObject([{ lead: { budget: 1.2 } }]);
  expect(checkRows(SCHEMA, file, mapping, ',')).toMatchObject([{ errors: [{ field: 'budget' }] }]);
});

test('what the page reads, score reads alike; of whole numbers the page refuses fractions of thousandths, too', async () => {
  const text = 'source;visits;budget\nweb;4;1,5\nweb;1,200;2,25\nweb;7;na\nweb;1.5;2\n';
  const file = await read(text);
  const mapping = guessMapping(SCHEMA, file.columns);
  const artifact = exampleArtifact({ schema: SCHEMA, terms: [] });
  for (const decimal of ['.', ','] as const) {
    const options = { fileName: 'crm.csv', decimal, badRows: 'keep' } as const;
    const { badRows } = await scoreText(artifact, text, options);
    const refused = checkRows(SCHEMA, file, mapping, decimal).filter((row) => 'errors' in row);
    expect(refused).toHaveLength(badRows + (decimal === ',' ? 1 : 0));
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
