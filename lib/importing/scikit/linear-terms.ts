import type { BinnedTerm, CategoryTerm, Input, LinearTerm, MainTerm } from '../../model/artifact.ts';
import { lowerBound } from '../../statistics/lower-bound.ts';
import type { ExportedField, LinearModel } from './export-file.ts';
import { foldColumn } from './fold-column.ts';

/** An input of a linear model. */
interface Weighed<I extends Input = Input> {
  readonly input: I;
  readonly coefficient: number;
  /** Of the input, over the leads that were exported from. */
  readonly mean: number;
}

/**
 * A linear model's columns as additive terms: the columns that are made of one raw column add up to one term, of a number to one per
 * kind of steps. Where scikit-learn refuses a value, because it is missing still, the term contributes its mean.
 */
export function linearTerms(model: LinearModel, fields: readonly ExportedField[]): MainTerm[] {
  return fields.flatMap((field) => {
    const all = model.columns.flatMap((column, i): Weighed[] =>
      column.source === field.name
        ? [{ input: foldColumn(column, field), coefficient: model.coefficients[i]!, mean: model.means[i]! }]
        : [],
    );
    const numbers = all.filter(isOf('number'));
    const bins = all.filter(isOf('bins'));
    const levels = all.filter(isOf('level'));
    return [
      ...groupBySteps(numbers).map(addNumbers),
      ...(bins.length > 0 ? [addBins(bins)] : []),
      ...(levels.length > 0 ? [addLevels(levels)] : []),
    ];
  });
}

const isOf =
  <K extends Input['kind']>(kind: K) =>
  (each: Weighed): each is Weighed<Extract<Input, { kind: K }>> =>
    each.input.kind === kind;

type Of<K extends Input['kind']> = Weighed<Extract<Input, { kind: K }>>;

function groupBySteps(numbers: readonly Of<'number'>[]): Of<'number'>[][] {
  const groups = new Map<string, Of<'number'>[]>();
  for (const each of numbers) {
    const key = JSON.stringify(each.input.steps);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()];
}

function addNumbers(all: readonly Of<'number'>[]): LinearTerm {
  const { feature, steps } = all[0]!.input;
  const weight = add(all, ({ coefficient }) => coefficient);
  return { kind: 'linear', feature, steps, weight, missing: addMissing(all), mean: addMeans(all) };
}

function addBins(all: readonly Of<'bins'>[]): BinnedTerm {
  const edges = [...new Set(all.flatMap(({ input }) => input.edges))].sort((a, b) => a - b);
  const inside = [...edges, Number.POSITIVE_INFINITY];
  const values = inside.map((x) =>
    add(all, (each) => each.coefficient * (each.input.values[lowerBound(each.input.edges, x)] ?? each.mean)),
  );
  const { feature } = all[0]!.input;
  return { kind: 'binned', feature, edges, values, missing: addMissing(all), mean: addMeans(all) };
}

function addLevels(all: readonly Of<'level'>[]): CategoryTerm {
  const levels = [...new Set(all.flatMap(({ input }) => Object.keys(input.values)))];
  const numberOf = (level: string) =>
    add(all, ({ input, coefficient, mean }) => {
      const value = Object.hasOwn(input.values, level) ? input.values[level]! : input.other;
      return coefficient * (value ?? mean);
    });
  return {
    kind: 'category',
    feature: all[0]!.input.feature,
    values: Object.fromEntries(levels.map((level) => [level, numberOf(level)])),
    other: add(all, ({ input, coefficient, mean }) => coefficient * (input.other ?? mean)),
    missing: addMissing(all),
    mean: addMeans(all),
  };
}

const add = <T>(all: readonly T[], value: (each: T) => number): number =>
  all.reduce((sum, each) => sum + value(each), 0);

const addMissing = (all: readonly Weighed[]): number =>
  add(all, ({ input, coefficient, mean }) => coefficient * (input.missing ?? mean));

const addMeans = (all: readonly Weighed[]): number => add(all, ({ coefficient, mean }) => coefficient * mean);
