import type { BinnedTerm, CategoryTerm, LinearTerm, PairAxis, PairTerm, Term } from '../../model/artifact.ts';
import { compileTerm } from '../../model/compile-term.ts';
import { type EncodedLevels, RARE } from './encode-rare-levels.ts';

/**
 * The terms of a fit on encoded columns as terms of the columns that they were made of: what a level contributes as one of the
 * rare ones and what its estimate adds become one value per level.
 */
export function decodeTerms(terms: readonly Term[], encoded: readonly EncodedLevels[]): Term[] {
  const byField = new Map(encoded.map((entry) => [entry.source.field, entry]));
  const done = new Set<string>();
  return terms.flatMap((term): Term[] => {
    if (term.kind === 'pair') return [decodePair(term, byField)];
    const entry = byField.get(term.feature);
    if (entry === undefined) return [term];
    if (done.has(term.feature)) return [];
    done.add(term.feature);
    const own = terms.filter((other) => other.kind !== 'pair' && other.feature === term.feature);
    return [joinTerms(own as readonly (CategoryTerm | LinearTerm | BinnedTerm)[], entry)];
  });
}

function joinTerms(
  terms: readonly (CategoryTerm | LinearTerm | BinnedTerm)[],
  { source, isRare, effects, counts }: EncodedLevels,
): CategoryTerm {
  const frequent = terms.find((term) => term.kind === 'category');
  const estimate = terms.find((term) => term.kind !== 'category');
  const add = estimate === undefined ? undefined : compileTerm(estimate);
  const addOf = (effect: number) => add?.contributeEntries(effect, null) ?? 0;
  const none = addOf(0);
  const contributionOf = (level: string) => {
    const values = frequent?.values ?? {};
    return Object.hasOwn(values, level) ? values[level]! : (frequent?.other ?? 0);
  };
  const byLevel = source.levels.map((level, i) =>
    isRare[i] === 1 ? contributionOf(RARE) + addOf(effects[i]!) : contributionOf(level) + none,
  );
  const missing = (frequent?.missing ?? 0) + none;
  let [sum, leads] = [0, 0];
  [...byLevel, missing].forEach((value, i) => {
    sum += counts[i]! * value;
    leads += counts[i]!;
  });
  return {
    kind: 'category',
    feature: source.field,
    // A level that the training leads lack is one that was never seen.
    values: Object.fromEntries(
      source.levels.flatMap((level, i) => (counts[i]! > 0 ? [[level, byLevel[i]!]] : [])),
    ),
    other: contributionOf(RARE) + none,
    missing,
    mean: sum / leads,
  };
}

/** In a pair, rare levels are alike: what stands for all of them becomes “other”. */
function decodePair(pair: PairTerm, byField: ReadonlyMap<string, EncodedLevels>): PairTerm {
  let { axes, values } = pair;
  pair.features.forEach((field, side) => {
    const axis = axes[side]!;
    if (!byField.has(field) || !('levels' in axis)) return;
    const at = axis.levels.indexOf(RARE);
    if (at < 0) return;
    const other = axis.levels.length;
    const move = <T>(entries: readonly T[]): T[] =>
      entries.map((entry, i) => (i === other ? entries[at]! : entry)).filter((_, i) => i !== at);
    const changed: PairAxis = { ...axis, levels: axis.levels.filter((level) => level !== RARE) };
    axes = side === 0 ? [changed, axes[1]] : [axes[0], changed];
    values = side === 0 ? move(values) : values.map(move);
  });
  return { ...pair, axes, values };
}
