import { nameResults } from '../../lead/name-results.ts';
import type { ModelArtifact } from '../../model/artifact.ts';
import { nameTerm } from '../../model/name-term.ts';
import { MAX_SCORE, MIN_SCORE } from '../../model/scale.ts';
import { describeSource, inComment, type Source } from '../made-of.ts';
import { rawPercentiles } from '../raw-percentiles.ts';
import { probabilityToSql } from './calibration-to-sql.ts';
import { ROW, SPACES, Stage, TableColumns } from './columns.ts';
import { sqlCase, sqlDouble, sqlName, sqlNumber, sqlTable, sqlText } from './quote.ts';
import { termToSql } from './terms-to-sql.ts';
import { treesToSql } from './trees-to-sql.ts';

/** A statement, and what it needs. */
export interface ExportedSql {
  readonly text: string;
  /** Columns of the table that it reads, in the schema's order. */
  readonly fields: readonly string[];
  /** The columns that it adds. */
  readonly results: readonly string[];
}

/**
 * One SELECT for PostgreSQL 13 or later: every column of a table of leads, and of each lead what the model makes of it. Sums are added
 * in the scorer's order, so that raw scores agree to the last bit where no step calls a function.
 *
 * @param table of leads, whose columns are named as the fields
 * @throws {InputError} naming what of the model SQL cannot compute
 */
export function exportSql(source: Source, table: string): ExportedSql {
  const { artifact } = source;
  const { schema, intercept, terms, calibration } = artifact;
  const from = sqlTable(table);
  const columns = new TableColumns(schema);
  const comment = (text: string) => `\n    -- ${inComment(text)}\n    `;
  const parts = terms.map((term) => `${comment(nameTerm(term))}+ ${termToSql(term, columns)}`);
  const trees = artifact.trees === undefined ? undefined : treesToSql(artifact.trees, columns);
  const ofTrees = trees === undefined ? '' : `${comment('trees')}+ ${trees.sql}`;
  const raw = new Stage('scored');
  const z = raw.add('raw', () => `${sqlDouble(intercept)}${parts.join('')}${ofTrees}`);
  const ranked = new Stage('ranked');
  const probability = ranked.add('probability', () => probabilityToSql(calibration, z));
  const score = ranked.add('score', () => scoreToSql(artifact, z));

  const isLogOdds = calibration.method !== 'identity';
  const names = ['probability', 'score', 'grade', ...(isLogOdds ? ['log_odds'] : [])];
  const taken = schema.fields.map(({ name }) => name);
  const results = nameResults(names, taken);
  const values = [probability, score, gradeToSql(artifact, score), z];
  const stages = [columns.stage, columns.hashes, ...(trees?.stages ?? []), raw, ranked];
  const fields = taken.filter((name) => columns.used.has(name));
  const spaces = columns.trims ? ` CROSS JOIN (VALUES (${sqlText(SPACES)})) AS space(kinds)` : '';
  const [first, ...others] = stages.filter((stage, i) => i === 0 || !stage.isEmpty);
  let last = first!;
  const queries = [first!.toSql(ROW, `${from} AS ${ROW}${spaces}`)];
  for (const stage of others) {
    queries.push(stage.toSql(`${last.name}.*`, last.name));
    last = stage;
  }
  const lines = [
    ...describe(source, fields, columns).map((line) => `-- ${line}`),
    `WITH ${queries.join(',\n')}`,
    'SELECT',
    `  (${ROW}).*,`,
    results.map((name, i) => `  ${values[i]!} AS ${sqlName(name)}`).join(',\n'),
    `FROM ${last.name}`,
  ];
  return { text: `${lines.join('\n')}\n`, fields, results };
}

function scoreToSql(artifact: ModelArtifact, z: string): string {
  const steps = rawPercentiles(artifact)
    .map((percentile, i) => ({ percentile, score: Math.min(MAX_SCORE, MIN_SCORE + i + 1) }))
    .reverse()
    .map(({ percentile, score }) => `WHEN ${z} > ${sqlNumber(percentile)} THEN ${score}`);
  return sqlCase(steps, `${MIN_SCORE}`);
}

const gradeToSql = ({ scale: { grades } }: ModelArtifact, score: string): string =>
  `CASE WHEN ${score} >= ${sqlNumber(grades.A)} THEN 'A' WHEN ${score} >= ${sqlNumber(grades.B)} THEN 'B' ` +
  `WHEN ${score} >= ${sqlNumber(grades.C)} THEN 'C' ELSE 'D' END`;

const KINDS = {
  number: 'a number',
  category: 'text',
  boolean: 'a boolean',
  date: 'a date, a timestamp, or text in ISO 8601',
};

function describe(source: Source, fields: readonly string[], { trims }: TableColumns): string[] {
  const types = new Map(source.artifact.schema.fields.map(({ name, type }) => [name, type]));
  return [
    'Scores leads as Scorelane does: probability, score (1 to 99) and grade beside every column of the table.',
    ...describeSource(source),
    'For PostgreSQL 13 or later. Columns that it reads:',
    ...fields.map((name) => `  ${inComment(name)}: ${KINDS[types.get(name)!]}`),
    'NULL, NaN and infinite numbers are missing values.',
    ...(trims
      ? ['Texts are compared without space around them; empty ones and the words for “missing” are missing.']
      : []),
  ];
}
