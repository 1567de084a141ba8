import fc from 'fast-check';
import { exportSql } from '../../../lib/exporting/sql/export-sql.ts';
import { sqlName, sqlTable, sqlText } from '../../../lib/exporting/sql/quote.ts';
import type { Input, ModelArtifact, NumberStep } from '../../../lib/model/artifact.ts';
import { createRandom } from '../../../lib/statistics/random.ts';
import { exampleArtifact, exampleTreesArtifact } from '../../support/example-model.ts';
import { EXAMPLE_INPUTS, randomTrees } from '../../support/trees-models.ts';

const write = (artifact: ModelArtifact, table = 'leads') =>
  exportSql({ artifact, sha256: 'a'.repeat(64), version: '1.2.3' }, table).text;

/** The example with other steps on its number. */
const withSteps = (...steps: readonly NumberStep[]) =>
  exampleArtifact({
    terms: [{ kind: 'linear', feature: 'visits', steps: [...steps], weight: 0.5, missing: 0, mean: 0 }],
  });

describe('what cannot be computed in SQL is refused by name', () => {
  const inputs: readonly Input[] = EXAMPLE_INPUTS.slice(0, 1);
  const many = randomTrees(createRandom(1), inputs, { trees: 6000, leaves: 8 });
  const scale = { op: 'scale', mean: 0, sd: 1e-90 } as const;
  test.each<[string, ModelArtifact, RegExp]>([
    [
      'trees',
      exampleTreesArtifact({ trees: { inputs: [...inputs], members: [many] } }),
      /^trees: expected at most 20,000 splits and leaves, got \d\d,\d{3}.*--to python/,
    ],
    [
      'log1p',
      withSteps({ op: 'log1p' }),
      /^the term visits: expected numbers above −1 before the step log1p/,
    ],
    [
      'a large factor',
      withSteps(scale),
      /^the term visits: the step scale makes numbers that are too large or too small/,
    ],
    [
      'a small factor',
      withSteps({ op: 'affine', factor: 1e-280, add: 0 }),
      /^the term visits: the step affine/,
    ],
    ['a power', withSteps({ op: 'yeo-johnson', lambda: 9 }), /^the term visits: the step yeo-johnson/],
    [
      'a falling calibration',
      exampleArtifact({ calibration: { method: 'platt', slope: -1, offset: 0 } }),
      /^calibration: expected a probability that rises/,
    ],
  ])('%s', (_, artifact, message) => {
    expect(() => write(artifact)).toThrow(message);
  });

  test('names that no column can have', () => {
    for (const name of ['', 'a\0b', '\ud800'])
      expect(() => sqlName(name)).toThrow(/a column of PostgreSQL can have/);
  });

  test('names of tables', () => {
    expect(sqlTable('leads')).toBe('"leads"');
    expect(sqlTable('crm."open.""leads"')).toBe('"crm"."open.""leads"');
    for (const name of ['', '.', 'a.', '.a', 'a..b', 'a"b', '"a', 'a.b.c.d', '"a"b'])
      expect(() => sqlTable(name)).toThrow(/--table/);
  });
});

test('a text is one constant, in characters that are seen, whatever it says', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed() && !text.includes('\0')),
      (text) => {
        const sql = sqlText(text);
        expect(sql).toMatch(/^E?'(?:[^'\\]|''|\\\\|\\u[\da-f]{4}|\\U[\da-f]{8})*'$/u);
        expect(sql).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        // Without the E a backslash would be read by the server's setting.
        if (!sql.startsWith('E')) expect(sql).not.toContain('\\');
      },
    ),
  );
});

test('what a model is called cannot leave the head of the file', () => {
  const text = write(
    exampleArtifact({ name: 'x\n; DROP TABLE leads;\r--\u2028', trainer: '*/\n\u0085SELECT' }),
  );
  const head = text.slice(0, text.indexOf('WITH '));
  expect(head.split(/[\n\r\u0085\u2028]/).every((line) => line === '' || line.startsWith('-- '))).toBe(true);
  expect(head).toContain('x\\u{a}; DROP TABLE leads;');
});

test('the same model is the same text, and without a semicolon', () => {
  expect(write(exampleTreesArtifact())).toBe(write(exampleTreesArtifact()));
  expect(write(exampleArtifact()).replace(/^-- .*$/gm, '')).not.toContain(';');
});
