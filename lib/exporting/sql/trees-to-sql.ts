import { InputError } from '../../errors.ts';
import type { Input, LinearMember, Member, Trees, TreesMember } from '../../model/artifact.ts';
import { type FlatTrees, flattenTrees } from '../../model/trees/flat-trees.ts';
import { probabilityToSql } from './calibration-to-sql.ts';
import { LARGEST, Stage, type TableColumns } from './columns.ts';
import { sqlDouble, sqlNumber } from './quote.ts';
import { stepsToSql } from './steps-to-sql.ts';
import { binsToSql, levelsToSql } from './terms-to-sql.ts';

/** Splits and leaves of all trees. Warehouses take statements of about a megabyte, and PostgreSQL plans each branch. */
export const MOST_NODES = 20_000;
/** Trees that are added in one expression: each is nested in the next, and PostgreSQL's stack bounds the nesting. */
const TREES_AT_ONCE = 250;

/** What trees are computed in: stages of the statement, and the expression of what they add to the raw score. */
export interface TreesSql {
  readonly stages: readonly Stage[];
  readonly sql: string;
}

/** @throws {InputError} there are too many, or as `stepsToSql` */
export function treesToSql(trees: Trees, columns: TableColumns): TreesSql {
  const nodes = trees.members.reduce((sum, each) => sum + (each.kind === 'trees' ? each.input.length : 0), 0);
  if (nodes > MOST_NODES) {
    throw new InputError(
      `trees: expected at most ${MOST_NODES.toLocaleString('en')} splits and leaves, got ${nodes.toLocaleString('en')}. Each becomes a branch of the statement, and databases refuse or crawl through larger ones. Export to Python (--to python), or score with \`scorelane score\`.`,
    );
  }
  const inputs = new Stage('inputs');
  const rounded = new Stage('rounded');
  const stages: Stage[] = [inputs, rounded];
  const isWeighed = trees.members.some(({ kind }) => kind === 'linear');
  const read = (i: number, isRounded: boolean): string => {
    const exact = inputs.add(`i${i + 1}`, () => inputToSql(trees.inputs[i]!, i, columns, isWeighed));
    return isRounded ? rounded.add(`r${i + 1}`, () => roundTo32(exact)) : exact;
  };
  const parts = trees.members.map((member, m) => {
    const score = memberToSql(member, read, trees, stages);
    const { link } = member;
    if (link === undefined) return weigh(member.weight, score);
    const [raw, linked] = [new Stage(`member${m + 1}`), new Stage(`linked${m + 1}`)];
    stages.push(raw, linked);
    const z = raw.add(`z${m + 1}`, () => score);
    const p = linked.add(`p${m + 1}`, () => probabilityToSql(link, z));
    return weigh(member.weight, p);
  });
  return { stages, sql: `(${parts.join(' + ')})` };
}

const weigh = (weight: number, sql: string): string =>
  weight === 1 ? `(${sql})` : `${sqlNumber(weight)} * (${sql})`;

function inputToSql(input: Input, i: number, columns: TableColumns, isWeighed: boolean): string {
  if (input.kind === 'bins') return binsToSql(input, columns);
  if (input.kind === 'level') return levelsToSql(input, columns);
  const x = columns.number(input.feature, input.part, isWeighed || input.steps.length > 0);
  const stepped = stepsToSql(input.steps, x, `trees.inputs[${i}]`);
  const filled =
    input.missing === null && input.steps.length === 0
      ? x
      : `CASE WHEN ${x} IS NULL THEN ${sqlDouble(input.missing)} ELSE ${stepped} END`;
  // What LightGBM takes for zero.
  return input.zero_is_missing === true ? `CASE WHEN abs(${filled}) > 1e-35 THEN ${filled} END` : filled;
}

/** The next number of 32 bits. A plain cast would end the statement where it is too large or too small. */
function roundTo32(x: string): string {
  const large = `WHEN abs(${x}) >= 3.4028235677973366e38 THEN sign(${x}) * 'Infinity'::float8`;
  return `CASE WHEN abs(${x}) <= 7.006492321624085e-46 THEN 0 ${large} ELSE ${x}::real::float8 END`;
}

type Read = (i: number, rounded: boolean) => string;

function memberToSql(member: Member, read: Read, { inputs }: Trees, stages: Stage[]): string {
  const intercept = sqlDouble(member.intercept ?? 0);
  if (member.kind === 'linear') return [intercept, ...linearToSql(member, inputs, read)].join(' + ');
  const isWhole = inputs.map((input) => input.kind === 'level' && codesOf(input).every(Number.isInteger));
  const each = eachTree(member, read, isWhole);
  let sum = '';
  for (let at = 0; at < each.length; at += TREES_AT_ONCE) {
    const stage = new Stage(`trees${stages.length - 1}`);
    const some = each.slice(at, at + TREES_AT_ONCE);
    const lines = (sum === '' ? some : [sum, ...some]).join('\n    + ');
    sum = stage.add(`sum${stages.length - 1}`, () => lines);
    stages.push(stage);
  }
  return sum === '' ? intercept : `${intercept} + ${sum}`;
}

const codesOf = ({ values, rare, other, missing }: Extract<Input, { kind: 'level' }>): number[] => [
  ...Object.values(values),
  ...Object.values(rare?.values ?? {}),
  other ?? 0,
  missing ?? 0,
];

/** Inputs that stay missing count as their means, and none for more than `LARGEST`. */
function linearToSql({ coefficients, means }: LinearMember, inputs: readonly Input[], read: Read): string[] {
  return coefficients.map((coefficient, i) => {
    const input = inputs[i]!;
    if (input.kind === 'number') stepsToSql(input.steps, '', `trees.inputs[${i}]`, coefficient);
    const x = `COALESCE(${read(i, false)}, ${sqlNumber(means[i]!)})`;
    return `${sqlNumber(coefficient)} * LEAST(GREATEST(${x}, -${LARGEST}), ${LARGEST})`;
  });
}

function eachTree(member: TreesMember, read: Read, isWhole: readonly boolean[]): string[] {
  const trees = flattenTrees(member);
  const rounded = member.float32 === true;
  const nodeToSql = (node: number, isFirst: boolean): string => {
    if (node < 0) return isFirst ? sqlDouble(trees.value[~node]!) : sqlNumber(trees.value[~node]!);
    const input = trees.input[node]!;
    const left = nodeToSql(trees.left[node]!, isFirst);
    const right = nodeToSql(trees.right[node]!, false);
    const codes = member.sets[trees.set[node]!];
    const goesLeft = splitToSql(trees, codes, node, read(input, rounded), isWhole[input]!);
    return `CASE WHEN ${goesLeft} THEN ${left} ELSE ${right} END`;
  };
  return Array.from(trees.roots, (root) => nodeToSql(root, true));
}

/** NULL is neither above nor below: without a word of its own it goes right. */
function splitToSql(
  trees: FlatTrees,
  codes: readonly number[] | undefined,
  node: number,
  x: string,
  isWhole: boolean,
): string {
  const isMissingLeft = trees.missingLeft[node] === 1;
  if (codes?.length === 0) return isMissingLeft ? `${x} IS NULL` : 'FALSE';
  const test =
    codes === undefined
      ? `${x} <= ${sqlNumber(trees.threshold[node]!)}`
      : `${isWhole ? x : `trunc(${x})`} IN (${codes.map(sqlNumber).join(', ')})`;
  return isMissingLeft ? `${x} IS NULL OR ${test}` : test;
}
