import type { LeadValue } from '../lead/schema.ts';
import { compileSteps } from './apply-steps.ts';
import type { DatePart, MainTerm, NumberPart, PairAxis, PairTerm, Term } from './artifact.ts';
import { datePart, dayNumber } from './date-part.ts';

/** What a term looks at: a number or a level, made of a field's value; null is missing. */
export type Entry = number | string | null;

/** Log-odds that a value, or a pair of values, contributes. */
export type CompiledTerm =
  | { readonly kind: 'main'; readonly feature: string; readonly contribute: (value: LeadValue) => number }
  | {
      readonly kind: 'pair';
      readonly features: readonly [string, string];
      readonly contribute: (first: LeadValue, second: LeadValue) => number;
    };

/** A term made ready to score a lead's values. */
export function compileTerm(term: Term): CompiledTerm {
  if (term.kind === 'pair') {
    const [first, second] = term.axes.map((axis) => readEntries('levels' in axis, axis.part));
    const contribute = compilePairTerm(term);
    return { kind: 'pair', features: term.features, contribute: (a, b) => contribute(first!(a), second!(b)) };
  }
  const read = readEntries(term.kind === 'category', term.part);
  const contribute = compileMainTerm(term);
  return { kind: 'main', feature: term.feature, contribute: (value) => contribute(read(value)) };
}

/** How a field's value becomes an entry. */
function readEntries(
  asLevels: boolean,
  part: DatePart | NumberPart | undefined,
): (value: LeadValue) => Entry {
  if (part === 'days') return (value) => (value === null ? null : dayNumber(String(value)));
  if (part !== undefined) return (value) => (value === null ? null : datePart(part, String(value)));
  if (asLevels) return (value) => (value === null ? null : String(value));
  return (value) => value as number | null;
}

/**
 * What an entry contributes. Every score, in training and in serving, is a sum of these functions' results
 * and of `compilePairTerm`'s.
 */
export function compileMainTerm(term: MainTerm): (entry: Entry) => number {
  const { missing } = term;
  if (term.kind === 'category') {
    const { other } = term;
    // A Map, because a level may be named like a property of Object.prototype.
    const values = new Map<Entry, number>(Object.entries(term.values));
    return (level) => (level === null ? missing : (values.get(level) ?? other));
  }
  if (term.kind === 'linear') {
    const { weight } = term;
    const prepare = compileSteps(term.steps);
    return (x) => (x === null ? missing : weight * prepare(x as number));
  }
  const edges = Float64Array.from(term.edges);
  const values = Float64Array.from(term.values);
  return (x) => (x === null ? missing : values[findBin(edges, x as number)]!);
}

/** What two entries contribute together. */
export function compilePairTerm({ axes, values }: PairTerm): (first: Entry, second: Entry) => number {
  const [first, second] = [findOnAxis(axes[0]), findOnAxis(axes[1])];
  const width = values[0]!.length;
  const grid = Float64Array.from(values.flat());
  return (a, b) => grid[first(a) * width + second(b)]!;
}

/** The index of an entry on an axis. */
function findOnAxis(axis: PairAxis): (entry: Entry) => number {
  if ('edges' in axis) {
    const edges = Float64Array.from(axis.edges);
    const missing = edges.length + 1;
    return (x) => (x === null ? missing : findBin(edges, x as number));
  }
  const indices = new Map<Entry, number>(axis.levels.map((level, i) => [level, i]));
  const other = axis.levels.length;
  return (level) => (level === null ? other + 1 : (indices.get(level) ?? other));
}

/** The bin of a number: how many edges lie below it, so that bin i holds edges[i-1] < x ≤ edges[i]. */
export function findBin(edges: Float64Array, x: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle]! < x) low = middle + 1;
    else high = middle;
  }
  return low;
}
