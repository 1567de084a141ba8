import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { openScoreInput } from '../../cli/score/score-input.ts';
import { InputError } from '../../lib/errors.ts';
import { scoreFile } from '../../lib/files/scoring/score-file.ts';
import { wallTime } from '../../lib/lead/iso-time.ts';
import type { LeadSchema, LeadValue } from '../../lib/lead/schema.ts';
import {
  anyLeads,
  anyTableClothes,
  COLUMNS,
  dressTable,
  type PlainLead,
  type TableClothes,
  TYPES,
} from '../support/dress-table.ts';
import { exampleArtifact } from '../support/example-model.ts';
import { readToTrain, type TrainingReading } from '../support/read-to-train.ts';
import { recordScored } from '../support/record-scored.ts';

const folder = mkdtempSync(join(tmpdir(), 'scorelane-clothes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What `scorelane score` scores, in the file's order. */
const readToScore = (path: string, schema: LeadSchema): Promise<Record<string, LeadValue[]>> =>
  recordScored(schema, async () => {
    const { source, settings, close } = await openScoreInput(path);
    const options = { fileName: path, ...settings };
    const artifact = exampleArtifact({ schema, terms: [] });
    await scoreFile(artifact, source, options, { write: () => {} }, { threads: 1 }).finally(close);
  });

/** Dates by the time that they mean, however it is spelt. */
const meaning = (values: readonly LeadValue[], column: keyof typeof TYPES): LeadValue[] =>
  values.map((value) => (TYPES[column] === 'date' && value !== null ? wallTime(String(value)) : value));

async function readBack(
  leads: readonly PlainLead[],
  clothes: TableClothes,
): Promise<'read' | 'refused' | 'left out'> {
  const { bytes, ext } = dressTable(leads, clothes);
  const path = join(folder, `leads.${ext}`);
  writeFileSync(path, bytes);
  let read: TrainingReading;
  try {
    read = await readToTrain(path, { target: 'converted', positive: 'won', force: true });
  } catch (error) {
    if (error instanceof InputError) return 'refused';
    throw error;
  }
  expect(read.outcomes).toEqual(new Map(leads.map(({ converted }, row) => [row, Number(converted)])));
  const scored = await readToScore(path, read.schema);
  const names = read.schema.fields.map(({ name }) => name);
  expect(COLUMNS).toEqual(expect.arrayContaining(names));
  for (const column of COLUMNS) {
    const field = read.schema.fields.find(({ name }) => name === column);
    if (field === undefined) {
      expect(read.leftOut.get(column)).toEqual(expect.any(String));
      continue;
    }
    expect({ column, type: field.type }).toEqual({ column, type: TYPES[column] });
    const expected = meaning(
      leads.map((lead) => lead[column]),
      column,
    );
    expect(meaning(read.values[column]!, column)).toEqual(expected);
    expect(meaning(scored[column]!, column)).toEqual(expected);
  }
  return names.length === COLUMNS.length ? 'read' : 'left out';
}

const RUNS = 150;

const anyCase = fc.tuple(anyTableClothes, fc.boolean(), fc.boolean()).chain(([clothes, withTimes, east]) =>
  fc.record({
    clothes: fc.constant(clothes),
    leads: fc.noShrink(anyLeads(clothes.amount.decimals, withTimes, east)),
  }),
);

test('a table in any clothes gives its values back, in training and in scoring, or is refused', async () => {
  const outcomes = { read: 0, refused: 0, 'left out': 0 };
  await fc.assert(
    fc.asyncProperty(anyCase, async ({ clothes, leads }) => {
      outcomes[await readBack(leads, clothes)] += 1;
    }),
    { numRuns: RUNS },
  );
  // Most clothes are unambiguous; refused are those with “|”.
  expect(outcomes.read).toBeGreaterThan(0.85 * RUNS);
});
