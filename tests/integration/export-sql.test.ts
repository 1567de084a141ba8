import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { exportSql } from '../../lib/exporting/sql/export-sql.ts';
import { hashLevel } from '../../lib/lead/rare-levels.ts';
import type { Lead, LeadSchema, LeadValue } from '../../lib/lead/schema.ts';
import { validateLead } from '../../lib/lead/validate-lead.ts';
import { generateSample } from '../../lib/learning/sample/generate-sample.ts';
import { trainModel } from '../../lib/learning/train-model.ts';
import type { ModelArtifact } from '../../lib/model/artifact.ts';
import { compileModel } from '../../lib/model/compile-model.ts';
import { createRandom } from '../../lib/statistics/random.ts';
import type { GoldenModel } from '../clients/python/golden-cases.ts';
import { GOLDEN_MODELS, goldenFile } from '../clients/python/golden-files.ts';
import { exampleArtifact } from '../support/example-model.ts';
import { SqlEngine, type SqlScore } from '../support/sql-engine.ts';
import { randomLeads, treesModels } from '../support/trees-models.ts';

/** Exported statements on PostgreSQL itself: every lead gets the probability, score and grade of the scorer. */
const SOURCE = { sha256: 'a'.repeat(64), version: '1.2.3' };

let engine: SqlEngine;
beforeAll(async () => {
  engine = await SqlEngine.start();
}, 120_000);
afterAll(() => engine?.close());

async function scoreInSql(
  artifact: ModelArtifact,
  leads: readonly Lead[],
  types: Readonly<Record<string, string>> = {},
): Promise<SqlScore[]> {
  const { text, results } = exportSql({ artifact, ...SOURCE }, 'leads');
  await engine.makeTable(artifact.schema, leads, types);
  return engine.score(text, results);
}

function expectSame(artifact: ModelArtifact, leads: readonly Lead[], scored: readonly SqlScore[]): void {
  const model = compileModel(artifact);
  expect(scored).toHaveLength(leads.length);
  leads.forEach((lead, i) => {
    const { probability, score, grade } = model.explain(lead);
    expect([scored[i]!.score, scored[i]!.grade]).toEqual([score, grade]);
    expect(Math.abs(scored[i]!.probability - probability)).toBeLessThanOrEqual(1e-9);
    if (artifact.calibration.method === 'identity') {
      expect(scored[i]).not.toHaveProperty('log_odds');
      return;
    }
    const { logOdds } = model.score(lead);
    expect(Math.abs(scored[i]!.log_odds! - logOdds)).toBeLessThanOrEqual(
      1e-9 * Math.max(1, Math.abs(logOdds)),
    );
  });
}

/** A lead with every field, as a table has it. */
function rowOf({ fields, ...schema }: LeadSchema, lead: unknown): Lead {
  const optional = fields.map((field) => ({ ...field, required: false }));
  const read = validateLead({ ...schema, fields: optional }, lead);
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  return read.lead;
}

test.each(GOLDEN_MODELS)('a model of every trainer: %s', async (name) => {
  const golden: GoldenModel = JSON.parse(readFileSync(goldenFile(name), 'utf8'));
  const { schema } = golden.model;
  const leads = golden.leads.flatMap(({ lead, outcome }) =>
    'errors' in outcome ? [] : [rowOf(schema, lead)],
  );
  expect(leads.length).toBeGreaterThan(12);
  expectSame(golden.model, leads, await scoreInSql(golden.model, leads));
});

test('trees of every kind', async () => {
  const random = createRandom(11);
  for (const [name, artifact] of Array.from({ length: 3 }, () => treesModels(random)).flat()) {
    const leads = randomLeads(artifact.schema, random, 60);
    try {
      expectSame(artifact, leads, await scoreInSql(artifact, leads));
    } catch (error) {
      throw new Error(`${name}: ${(error as Error).message}`);
    }
  }
});

test('the sample’s leads, as the file has them', async () => {
  const { csv } = generateSample({ rows: 600, seed: 3 });
  const data = new TextEncoder().encode(csv);
  const trained = await trainModel({
    data,
    target: 'converted',
    name: 'leads',
    createdAt: new Date(0),
    folds: 2,
    trainers: ['boosted'],
  });
  const { artifact } = trained;
  const [header, ...lines] = csv
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  const texts = lines.map((cells) =>
    Object.fromEntries(header!.map((name, i) => [name, cells[i] === '' ? null : cells[i]!])),
  );
  const given = texts.map((row) =>
    Object.fromEntries(artifact.schema.fields.map(({ name }) => [name, row[name]!])),
  );
  // Loaded as text into typed columns, as COPY does.
  const scored = await scoreInSql(artifact, given, {
    first_contact: 'date',
    employees: 'integer',
    visits: 'bigint',
  });
  const leads = texts.map((row) =>
    Object.fromEntries(
      artifact.schema.fields.map(({ name, type }): [string, LeadValue] => {
        const text = row[name] ?? null;
        if (text === null) return [name, null];
        if (type === 'number') return [name, Number(text)];
        return [name, type === 'boolean' ? /^(true|yes|1)$/i.test(text) : text];
      }),
    ),
  );
  expectSame(artifact, leads, scored);
  expect(new Set(scored.map(({ grade }) => grade)).size).toBe(4);
});

/** Words of no meaning to `levelOf`: they are what they are. */
const word = fc.oneof(
  fc.constantFrom(
    "'",
    '"',
    '\\',
    "\\'; DROP TABLE leads; --",
    '*/',
    '--',
    '$1',
    ':x',
    '%',
    "O'Hara",
    '推薦',
    '😀',
    '\u202e',
    'a\nb',
    'select',
    'E',
    '0',
    '__proto__',
    'ß',
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
);
const level = word
  .map((text) => text.trim().normalize('NFC'))
  .filter(
    (text) =>
      /^[^\0\s\u0085\u200b\u2060\ufeff](?:[^\0]*[^\0\s\u0085\u200b\u2060\ufeff])?$/u.test(text) &&
      text.isWellFormed(),
  );
const fieldName = word.filter(
  (text) => !text.includes('\0') && text.isWellFormed() && Buffer.byteLength(text) <= 60,
);

test('names, levels and hashes of any characters stay what they are', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fieldName, { minLength: 2, maxLength: 4 }),
      fc.uniqueArray(level, { minLength: 1, maxLength: 6 }),
      word,
      async (names, levels, salt) => {
        const rare = levels.slice(0, 2);
        const fields = names.map((name) => ({
          name,
          type: 'category' as const,
          required: false,
          levels,
          rare_levels: { salt, hashes: [] },
        }));
        const artifact = exampleArtifact({
          name: salt,
          schema: { fields, missing_words: [] },
          terms: names.map((feature, n) => ({
            kind: 'category' as const,
            feature,
            values: Object.fromEntries(levels.slice(2).map((key, i) => [key, i + n / 4 + 0.5])),
            rare: { salt, values: Object.fromEntries(rare.map((key, i) => [hashLevel(salt, key), -i - 1])) },
            other: 0.25,
            missing: -0.5,
            mean: 0,
          })),
        });
        const leads = [...levels, 'never seen', null].map((value) =>
          Object.fromEntries(names.map((name) => [name, value])),
        );
        expectSame(artifact, leads, await scoreInSql(artifact, leads));
      },
    ),
    { numRuns: 60 },
  );
  expect(await engine.query('SELECT count(*)::integer AS n FROM "leads"')).toHaveLength(1);
});

test('texts and numbers of a warehouse: space around them, words and numbers for “missing”, NaN, infinity', async () => {
  const [source, visits] = exampleArtifact().schema.fields;
  const artifact = exampleArtifact({
    schema: {
      fields: [
        { ...source!, levels: ['Web', 'référral', 'fair'], merge_case: true } as typeof source & {
          type: 'category';
        },
        visits!,
      ],
      missing_words: ['na', '999'],
    },
    terms: [
      {
        kind: 'category',
        feature: 'source',
        values: { Web: -0.5, référral: 1 },
        other: 0.25,
        missing: 0.125,
        mean: 0,
      },
      exampleArtifact().terms[1]!,
    ],
  });
  const { text } = exportSql({ artifact, ...SOURCE }, 'leads');
  await engine.run(`DROP TABLE IF EXISTS "leads"; CREATE TABLE "leads" (n serial, "source" text, "visits" double precision);
    INSERT INTO "leads" ("source", "visits") VALUES
      (' WEB ', 10), (E're\\u0301fe\\u0301rral\\u00a0', 10), ('RÉFÉRRAL', 10), ('', 10), (' Na', 10), ('new', 10),
      ('web', 'NaN'), ('web', 999), ('web', 'Infinity'), ('web', NULL), ('web', 1e300)`);
  const rows = await engine.query(`SELECT log_odds + 1 AS x FROM (${text}) AS s ORDER BY n`);
  expect(rows.map(({ x }) => x)).toEqual([-0.5, 1, 1, 0.125, 0.125, 0.25, -1.25, -1.25, -1.25, -1.25, 0.5]);
});

test('it keeps every column, makes a view, and its results step aside for fields of their names', async () => {
  const [, visits] = exampleArtifact().schema.fields;
  const artifact = exampleArtifact({
    schema: { fields: [{ ...visits!, name: 'score' }], missing_words: [] },
    terms: [{ ...exampleArtifact().terms[1]!, feature: 'score' } as ModelArtifact['terms'][number]],
  });
  const { text, results, fields } = exportSql({ artifact, ...SOURCE }, 'crm."open.leads"');
  expect({ results, fields }).toEqual({
    results: ['probability', 'scorelane_score', 'grade', 'log_odds'],
    fields: ['score'],
  });
  await engine.run(`CREATE SCHEMA crm; CREATE TABLE crm."open.leads" (id text, lead text, raw text, i1 text, "score" integer);
    INSERT INTO crm."open.leads" VALUES ('a', 'b', 'c', 'd', 10); CREATE VIEW crm.scored AS ${text}`);
  const [row] = await engine.query('SELECT * FROM crm.scored');
  expect(row).toEqual({
    id: 'a',
    lead: 'b',
    raw: 'c',
    i1: 'd',
    score: 10,
    probability: expect.closeTo(0.26894, 4),
    scorelane_score: 27,
    grade: 'D',
    log_odds: -1,
  });
});

test('a date in a column of dates, timestamps or text', async () => {
  const { schema } = exampleArtifact();
  const parts = ['weekday', 'month', 'daypart', 'hour'] as const;
  const artifact = exampleArtifact({
    terms: [
      ...parts.map((part, p) => ({
        kind: 'category' as const,
        feature: 'first_contact',
        part,
        values: { '1': 0.5, '01': 0.25, '12': 2, morning: 4, evening: 8, '09': 16, '18': 32 },
        other: 2 ** -(p + 3),
        missing: 64,
        mean: 0,
      })),
      {
        kind: 'linear',
        feature: 'first_contact',
        part: 'days',
        steps: [{ op: 'scale', mean: 20000, sd: 1000 }],
        weight: 1,
        missing: 3,
        mean: 0,
      },
    ],
  });
  const leads = [
    '2026-01-05',
    '2026-01-05T09:30',
    '2025-12-31T18:00:00',
    '1969-12-29T00:00:00',
    null,
    '2026-01-05T00:00:00.001',
  ].map((first_contact) => ({ source: null, visits: null, opened: null, first_contact }));
  for (const type of ['text', 'timestamp', 'timestamptz']) {
    expectSame(artifact, leads, await scoreInSql(artifact, leads, { first_contact: type }));
  }
  const days = leads.filter(({ first_contact }) => (first_contact ?? '').length <= 10);
  expectSame({ ...artifact, schema }, days, await scoreInSql(artifact, days, { first_contact: 'date' }));
});
