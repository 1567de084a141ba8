import { countClasses } from '../../statistics/count-classes.ts';
import { fill } from '../../typed-arrays.ts';
import type { LevelFeature, NumberFeature } from '../table/encode-leads.ts';
import { dealEstimates, type EstimateParts, type EstimateSet } from './deal-estimates.ts';
import { fitLevelPrior, type LevelPrior, shrinkLevel } from './fit-prior.ts';

/** A column of levels as two features: its frequent levels, with the rare ones as one; and what is known of each rare one. */
export interface EncodedLevels {
  readonly source: LevelFeature;
  /** Level → 1 where it is rare among the training leads. */
  readonly isRare: Uint8Array;
  /** Its last level stands for all that are rare. Absent where it would tell nothing. */
  readonly frequent?: LevelFeature;
  /** Shrunken log-odds of a lead's rare level, made without the lead; 0 for frequent levels. Of training leads only. */
  readonly rare: NumberFeature;
  /** Shrunken log-odds of each level by all training leads; 0 for frequent levels and those that they lack. */
  readonly effects: Float64Array;
  readonly prior: LevelPrior;
  /** Training leads per level, missing ones last. */
  readonly counts: Float64Array;
}

/** What all rare levels together are called; no word of a file is empty. */
export const RARE = '';

/**
 * Tells what the past leads of each rare level say of it, for columns of which the levels' rates differ by more than chance.
 * The training leads see estimates that were made without their own outcome (target encoding with cross-fitting, Micci-Barreca
 * 2001, A preprocessing scheme for high-cardinality categorical attributes; Pargent et al. 2022, Regularized target encoding
 * outperforms traditional methods), so that the fit weighs them as it would those of new leads.
 *
 * @returns undefined when there is nothing to tell
 */
export function encodeRareLevels(
  feature: LevelFeature,
  set: EstimateSet,
  rareLevelRows: number,
): EncodedLevels | undefined {
  const { labels, rows, maturity } = set;
  const { levels, codes, part } = feature;
  if (part !== undefined) return undefined;
  const missing = levels.length;
  const all = countClasses(codes, missing + 1, labels, rows);
  const isRare = Uint8Array.from(levels, (_, level) => (all.total[level]! < rareLevelRows ? 1 : 0));
  const pick = (counts: ArrayLike<number>) =>
    Float64Array.from(levels, (_, i) => (isRare[i]! ? counts[i]! : 0));
  // What is rare is so by its leads; what they tell, by the leads that they are worth.
  const worth = maturity === undefined ? all : countClasses(codes, missing + 1, labels, rows, maturity);
  const own = { total: pick(worth.total), converted: pick(worth.converted) };
  const prior = fitLevelPrior(own);
  if (prior === undefined) return undefined;
  const parts = dealEstimates(set);
  if (parts === undefined) return undefined;
  const values = estimateByPart(feature, set, parts, isRare, prior);
  const frequent = poolRare(feature, isRare, all.total);
  return {
    source: feature,
    isRare,
    ...(frequent === undefined ? {} : { frequent }),
    rare: { kind: 'number', field: feature.field, ofLevels: true, values },
    effects: own.total.map((n, i) => shrinkLevel(prior, n, own.converted[i]!)),
    prior,
    counts: Float64Array.from(all.total),
  };
}

/** For each training lead of a rare level, the level's estimate by the parts that the lead's part sees. */
function estimateByPart(
  { levels, codes }: LevelFeature,
  { labels, rows, maturity }: EstimateSet,
  parts: EstimateParts,
  isRare: Uint8Array,
  prior: LevelPrior,
): Float64Array {
  const values = new Float64Array(codes.length);
  const rowsOf = Array.from({ length: parts.count }, (_, part) =>
    rows.filter((_, i) => parts.of[i] === part),
  );
  const countsOf = rowsOf.map((own) => countClasses(codes, levels.length + 1, labels, own, maturity));
  rowsOf.forEach((own, part) => {
    const seen = countsOf.filter((_, other) => parts.sees(part, other));
    const total = sumEach(
      seen.map((counts) => counts.total),
      levels.length,
    );
    const converted = sumEach(
      seen.map((counts) => counts.converted),
      levels.length,
    );
    for (const row of own) {
      const level = codes[row]!;
      if (isRare[level] === 1) values[row] = shrinkLevel(prior, total[level]!, converted[level]!);
    }
  });
  return values;
}

const sumEach = (lists: readonly Float64Array[], size: number): Float64Array =>
  fill(new Float64Array(size), (i) => lists.reduce((sum, list) => sum + list[i]!, 0));

/** The feature with all rare levels as one, its last; undefined when that is all there is. */
function poolRare(
  { kind, field, levels, codes }: LevelFeature,
  isRare: Uint8Array,
  counts: ArrayLike<number>,
): LevelFeature | undefined {
  const kept = levels.filter((_, level) => isRare[level] === 0);
  if (kept.length === 0 && counts[levels.length] === 0) return undefined;
  let next = 0;
  const codeOf = Uint16Array.from([...levels, null], (name, level) =>
    name === null ? kept.length + 1 : isRare[level] === 1 ? kept.length : next++,
  );
  const pooled = kept.length + 1 < 0x100 ? new Uint8Array(codes.length) : new Uint16Array(codes.length);
  for (let i = 0; i < codes.length; i++) pooled[i] = codeOf[codes[i]!]!;
  return { kind, field, levels: [...kept, RARE], codes: pooled };
}
