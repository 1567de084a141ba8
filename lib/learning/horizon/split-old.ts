import { concat, fill, range } from '../../typed-arrays.ts';
import { joinGroups } from '../evaluation/join-groups.ts';
import { planSplit, type SplitOptions, type SplitPlan } from '../evaluation/plan-split.ts';
import type { Split } from '../evaluation/split-leads.ts';

/**
 * Plans the splits of leads of which some are too young: only those old enough for their outcome to be known are held out and dealt
 * to folds, so that every figure is of known outcomes; the others are learned from in every fit, but those that belong to a lead
 * that is measured.
 *
 * @param isOld per lead, 1: its outcome is known
 * @throws {InputError} for options that no split fits
 */
export function planOldSplit(options: Omit<SplitOptions, 'times'>, isOld: Uint8Array): SplitPlan {
  if (!isOld.includes(0)) return planSplit(options);
  const all = range(isOld.length);
  const old = all.filter((lead) => isOld[lead] === 1);
  const young = all.filter((lead) => isOld[lead] === 0);
  const { labels, groups, repeats, holdoutShare, folds } = options;
  const plan = planSplit({
    holdoutShare,
    folds,
    labels: Uint8Array.from(old, (lead) => labels[lead]!),
    ...(groups === undefined ? {} : { groups: pick(groups, old) }),
    ...(repeats === undefined ? {} : { repeats: nameByFirst(pick(repeats, old)) }),
  });
  const either = groups ?? repeats;
  const together = either && joinGroups(either, repeats ?? either);
  const back = (rows: Int32Array) => rows.map((i) => old[i]!);
  const widen = (split: Split) =>
    addYoung({ train: back(split.train), test: back(split.test) }, young, together);
  const { holdout, development, together: _, ...rest } = plan;
  const held = holdout && widen(holdout);
  return {
    ...rest,
    ...(held === undefined ? {} : { holdout: held }),
    development: held?.train ?? merge(back(development), young),
    folds: plan.folds.map((fold) => {
      const split = widen(fold);
      // What belongs to a lead that is held out takes no part in the folds either.
      return held === undefined ? split : { ...split, train: without(split.train, held.test, together) };
    }),
    ...(together === undefined ? {} : { together }),
  };
}

/** The split with more leads to learn from, but those of a group that is tested. @param groups a number per lead */
export function addYoung({ train, test }: Split, young: Int32Array, groups: Uint32Array | undefined): Split {
  return { train: merge(train, without(young, test, groups)), test };
}

function without(rows: Int32Array, tested: Int32Array, groups: Uint32Array | undefined): Int32Array {
  if (groups === undefined) return rows;
  const taken = new Set<number>();
  for (const lead of tested) taken.add(groups[lead]!);
  return rows.filter((lead) => !taken.has(groups[lead]!));
}

/** Ascending. */
const merge = (a: Int32Array, b: Int32Array): Int32Array => concat(Int32Array, [a, b]).sort();

const pick = (numbers: Uint32Array, rows: Int32Array): Uint32Array =>
  fill(new Uint32Array(rows.length), (i) => numbers[rows[i]!]!);

/** The same groups, each by its first lead here, as splits take them. */
function nameByFirst(groups: Uint32Array): Uint32Array {
  const first = new Map<number, number>();
  return groups.map((group, lead) => {
    if (!first.has(group)) first.set(group, lead);
    return first.get(group)!;
  });
}
