import { HashedLevels } from '../lead/rare-levels.ts';
import type { LeadValue } from '../lead/schema.ts';
import { lowerBound } from '../statistics/lower-bound.ts';
import { CompiledSteps } from './apply-steps.ts';
import type {
  BinnedTerm,
  CategoryTerm,
  DatePart,
  LinearTerm,
  NumberPart,
  PairAxis,
  PairTerm,
  Term,
} from './artifact.ts';
import { datePart, dayNumber } from './date-part.ts';

/** What a term looks at: a number or a level, made of a field's value; null is missing. */
export type Entry = number | string | null;

/** A term made ready to score. */
export interface CompiledTerm {
  /** The field it looks at; the other one of a pair. */
  readonly first: string;
  readonly second?: string;
  /** Log-odds that a lead's values contribute. @param second of a pair */
  contribute(first: LeadValue, second: LeadValue): number;
  /** Log-odds that entries, made of a lead's values, contribute. */
  contributeEntries(first: Entry, second: Entry): number;
}

/**
 * Every score, in training and in serving, is a sum of what these terms contribute. They are classes, not closures,
 * because the compiler inlines the methods of up to four classes in a loop over terms: no number is boxed on its way.
 */
export function compileTerm(term: Term): CompiledTerm {
  switch (term.kind) {
    case 'linear':
      return new CompiledLinear(term);
    case 'binned':
      return new CompiledBinned(term);
    case 'category':
      return new CompiledCategory(term);
    case 'pair':
      return new CompiledPair(term);
  }
}

class CompiledLinear implements CompiledTerm {
  readonly first: string;
  readonly #part: NumberPart | undefined;
  readonly #weight: number;
  readonly #missing: number;
  readonly #steps: CompiledSteps;

  constructor({ feature, part, weight, missing, steps }: LinearTerm) {
    this.first = feature;
    this.#part = part;
    this.#weight = weight;
    this.#missing = missing;
    this.#steps = new CompiledSteps(steps);
  }

  contribute(value: LeadValue): number {
    return this.contributeEntries(toNumber(value, this.#part));
  }

  contributeEntries(x: Entry): number {
    return x === null ? this.#missing : this.#weight * this.#steps.apply(x as number);
  }
}

class CompiledBinned implements CompiledTerm {
  readonly first: string;
  readonly #part: NumberPart | undefined;
  readonly #edges: Float64Array;
  readonly #values: Float64Array;
  readonly #missing: number;

  constructor({ feature, part, edges, values, missing }: BinnedTerm) {
    this.first = feature;
    this.#part = part;
    this.#edges = Float64Array.from(edges);
    this.#values = Float64Array.from(values);
    this.#missing = missing;
  }

  contribute(value: LeadValue): number {
    return this.contributeEntries(toNumber(value, this.#part));
  }

  contributeEntries(x: Entry): number {
    return x === null ? this.#missing : this.#values[lowerBound(this.#edges, x as number)]!;
  }
}

class CompiledCategory implements CompiledTerm {
  readonly first: string;
  readonly #part: DatePart | undefined;
  /** Level → log-odds. Without a prototype: a level may be named like a property of Object.prototype. */
  readonly #values: Readonly<Record<string, number>>;
  readonly #rare: HashedLevels<number> | undefined;
  readonly #other: number;
  readonly #missing: number;

  constructor({ feature, part, values, rare, other, missing }: CategoryTerm) {
    this.first = feature;
    this.#part = part;
    this.#values = Object.assign(Object.create(null), values);
    this.#rare = rare && compileRareLevels(rare);
    this.#other = other;
    this.#missing = missing;
  }

  contribute(value: LeadValue): number {
    return this.contributeEntries(toLevel(value, this.#part));
  }

  contributeEntries(level: Entry): number {
    if (level === null) return this.#missing;
    return this.#values[level as string] ?? this.#rare?.get(level as string) ?? this.#other;
  }
}

/** The effects of a term's rare levels, by level. */
export const compileRareLevels = ({
  salt,
  values,
}: NonNullable<CategoryTerm['rare']>): HashedLevels<number> =>
  new HashedLevels(salt, new Map(Object.entries(values)));

class CompiledPair implements CompiledTerm {
  readonly first: string;
  readonly second: string;
  readonly #axes: readonly [PairAxis, PairAxis];
  readonly #findFirst: (entry: Entry) => number;
  readonly #findSecond: (entry: Entry) => number;
  readonly #width: number;
  readonly #grid: Float64Array;

  constructor({ features, axes, values }: PairTerm) {
    [this.first, this.second] = features;
    this.#axes = axes;
    this.#findFirst = findOnAxis(axes[0]);
    this.#findSecond = findOnAxis(axes[1]);
    this.#width = values[0]!.length;
    this.#grid = Float64Array.from(values.flat());
  }

  contribute(first: LeadValue, second: LeadValue): number {
    const [a, b] = this.#axes;
    return this.contributeEntries(toEntry(first, a), toEntry(second, b));
  }

  contributeEntries(first: Entry, second: Entry): number {
    return this.#grid[this.#findFirst(first) * this.#width + this.#findSecond(second)]!;
  }
}

const toNumber = (value: LeadValue, part: NumberPart | undefined): number | null =>
  part === undefined || value === null ? (value as number | null) : dayNumber(String(value));

function toLevel(value: LeadValue, part: DatePart | undefined): string | null {
  if (value === null) return null;
  if (part !== undefined) return datePart(part, String(value));
  return typeof value === 'string' ? value : String(value);
}

const toEntry = (value: LeadValue, axis: PairAxis): Entry =>
  'edges' in axis ? toNumber(value, axis.part) : toLevel(value, axis.part);

/** The index of an entry on an axis. */
function findOnAxis(axis: PairAxis): (entry: Entry) => number {
  if ('edges' in axis) {
    const edges = Float64Array.from(axis.edges);
    const missing = edges.length + 1;
    return (x) => (x === null ? missing : lowerBound(edges, x as number));
  }
  const indices = new Map<Entry, number>(axis.levels.map((level, i) => [level, i]));
  const other = axis.levels.length;
  return (level) => (level === null ? other + 1 : (indices.get(level) ?? other));
}
