import type { BinsInput, CategoryTerm, LevelInput, PairAxis, PairTerm, Term } from '../../model/artifact.ts';
import { nameTerm } from '../../model/name-term.ts';
import { inComment } from '../made-of.ts';
import type { TableColumns } from './columns.ts';
import { sqlCase, sqlDouble, sqlNumber, sqlText } from './quote.ts';
import { stepsToSql } from './steps-to-sql.ts';

/** What a term contributes, as an expression of 64 bits. @throws {InputError} as `stepsToSql` */
export function termToSql(term: Term, columns: TableColumns): string {
  switch (term.kind) {
    case 'linear': {
      const x = columns.number(term.feature, term.part, true);
      const weighed = stepsToSql(term.steps, x, `the term ${inComment(nameTerm(term))}`, term.weight);
      return `CASE WHEN ${x} IS NULL THEN ${sqlDouble(term.missing)} ELSE ${weighed} END`;
    }
    case 'binned':
      return binsToSql(term, columns);
    case 'category':
      return levelsToSql(term, columns);
    case 'pair':
      return pairToSql(term, columns);
  }
}

type Bins = Pick<BinsInput, 'feature' | 'part' | 'edges' | 'values' | 'missing'>;

/** A number per bin; null is missing. */
export function binsToSql({ feature, part, edges, values, missing }: Bins, columns: TableColumns): string {
  const x = columns.number(feature, part, false);
  const bins = edges.map((edge, i) => `WHEN ${x} <= ${sqlNumber(edge)} THEN ${orNull(values[i]!)}`);
  return sqlCase([`WHEN ${x} IS NULL THEN ${sqlDouble(missing)}`, ...bins], orNull(values.at(-1)!));
}

type Levels = Pick<CategoryTerm, 'feature' | 'part' | 'values' | 'rare'> &
  Pick<LevelInput, 'other' | 'missing'>;

/** A number per level; null is missing. */
export function levelsToSql(
  { feature, part, values, rare, other, missing }: Levels,
  columns: TableColumns,
): string {
  const numbers = new Map(Object.entries(values));
  const { level, words } = columns.match(feature, part, [...numbers.keys()]);
  const named = [...words].map(
    ([word, key]) => `WHEN ${level} = ${sqlText(word)} THEN ${sqlNumber(numbers.get(key)!)}`,
  );
  const hashed = rare === undefined ? [] : Object.entries(rare.values);
  const hash = hashed.length === 0 ? '' : columns.hash(feature, rare!.salt);
  const others = hashed.map(([key, value]) => `WHEN ${hash} = ${sqlText(key)} THEN ${sqlNumber(value)}`);
  const cases = [`WHEN ${level} IS NULL THEN ${sqlDouble(missing)}`, ...named, ...others];
  return sqlCase(cases, orNull(other));
}

const orNull = (x: number | null): string => (x === null ? 'NULL' : sqlNumber(x));

function pairToSql({ features, axes, values }: PairTerm, columns: TableColumns): string {
  const [first, second] = axes;
  const row = (numbers: readonly number[]) => axisToSql(second, features[1], columns, numbers.map(sqlDouble));
  return axisToSql(first, features[0], columns, values.map(row));
}

/** One expression of several, by the entry of an axis. @param entries one per entry, then “missing” */
function axisToSql(
  axis: PairAxis,
  feature: string,
  columns: TableColumns,
  entries: readonly string[],
): string {
  const missing = entries.at(-1)!;
  const last = entries.at(-2)!;
  if ('edges' in axis) {
    const x = columns.number(feature, axis.part, false);
    const bins = axis.edges.map((edge, i) => `WHEN ${x} <= ${sqlNumber(edge)} THEN ${entries[i]!}`);
    return sqlCase([`WHEN ${x} IS NULL THEN ${missing}`, ...bins], last);
  }
  const places = new Map(axis.levels.map((level, i) => [level, i]));
  const { level, words } = columns.match(feature, axis.part, [...places.keys()]);
  const levels = [...words].map(
    ([word, key]) => `WHEN ${level} = ${sqlText(word)} THEN ${entries[places.get(key)!]!}`,
  );
  return sqlCase([`WHEN ${level} IS NULL THEN ${missing}`, ...levels], last);
}
