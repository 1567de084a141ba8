import type { LeadValue } from '../../lead/schema.ts';
import type { Input, MainTerm } from '../artifact.ts';
import { type CompiledTerm, compileTerm } from '../compile-term.ts';

/** What LightGBM takes for zero. */
const ZERO = 1e-35;

/** An input made ready: the number that trees look at, NaN where it is missing. */
export interface CompiledInput {
  readonly feature: string;
  read(value: LeadValue): number;
  /** The same, of an entry made of a value (`compileTerm`). */
  readEntry: CompiledTerm['contributeEntries'];
}

/** An input is read as a term of the same shape is: its number is what the term would contribute. */
export function compileInput(input: Input): CompiledInput {
  const term = compileTerm(termOf(input));
  const zeroIsMissing = input.kind === 'number' && input.zero_is_missing === true;
  const tidy = zeroIsMissing ? (x: number) => (Math.abs(x) <= ZERO ? Number.NaN : x) : (x: number) => x;
  return {
    feature: input.feature,
    read: (value) => tidy(term.contribute(value, null)),
    readEntry: (entry) => tidy(term.contributeEntries(entry, null)),
  };
}

/** An input as the term that contributes its number; null becomes NaN. */
export function termOf(input: Input): MainTerm {
  const { feature } = input;
  const common = { feature, missing: numberOf(input.missing), mean: 0 };
  switch (input.kind) {
    case 'number':
      return { ...common, kind: 'linear', weight: 1, steps: input.steps, ...partOf(input.part) };
    case 'bins':
      return {
        ...common,
        kind: 'binned',
        edges: input.edges,
        values: input.values.map(numberOf),
        ...partOf(input.part),
      };
    case 'level':
      return {
        ...common,
        kind: 'category',
        values: input.values,
        other: numberOf(input.other),
        ...(input.rare === undefined ? {} : { rare: input.rare }),
        ...partOf(input.part),
      };
  }
}

const numberOf = (value: number | null): number => value ?? Number.NaN;

const partOf = <Part>(part: Part | undefined) => (part === undefined ? {} : { part });
