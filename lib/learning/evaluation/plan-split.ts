import { InputError } from '../../errors.ts';
import { range } from '../../typed-arrays.ts';
import { cutByTime } from './cut-by-time.ts';
import { dealGroups } from './deal-groups.ts';
import { joinGroups } from './join-groups.ts';
import {
  countConverted,
  joinRepeats,
  keepTogether,
  type Split,
  selectSplit,
  splitHoldout,
  splitStratified,
} from './split-leads.ts';

export type SplitScheme = 'stratified' | 'grouped' | 'forward';

/** Which leads are learned from and which are measured on. */
export interface SplitPlan {
  readonly scheme: SplitScheme;
  /** Set aside first; takes no part in the choice of a model. */
  readonly holdout?: Split;
  /** The leads of the folds, ascending: those that are not held out (and, forward in time, whose time is known). */
  readonly development: Int32Array;
  readonly folds: readonly Split[];
  /** A number per lead: leads that have the same one stay on one side of every split, whether by group or as repeats. */
  readonly together?: Uint32Array;
  /** Forward in time: leads whose time is unknown; they take no part. */
  readonly untimed: number;
  /** Forward in time: earlier leads that are not learned from, as one that belongs to them is held out. */
  readonly parted: number;
}

export interface SplitOptions {
  /** 1 or 0 per lead; the leads are in a random order already (`orderLeads`). */
  readonly labels: Uint8Array;
  /** Share of the leads to hold out, below 1; 0 for none. */
  readonly holdoutShare: number;
  /** At least 2; 0 for none. */
  readonly folds: number;
  /** A number per lead: no group stands on both sides of a split. */
  readonly groups?: Uint32Array;
  /** Likewise for leads that repeat one another (`findRepeats`). */
  readonly repeats?: Uint32Array;
  /**
   * A time per lead, ascending with time: all leads of a test are later than all that were learned from. NaN is
   * unknown: such leads take no part, for nobody knows whether they were there to learn from.
   */
  readonly times?: Float64Array;
}

/**
 * Plans the hold-out, and folds over the rest.
 *
 * - stratified: either class is dealt out evenly;
 * - grouped: whole groups are, as evenly as their sizes allow;
 * - forward: the latest leads are held out; the others are cut into one stretch of time more than there are folds,
 *   and each stretch but the first is a test of what is learned from all before it (Hyndman & Athanasopoulos,
 *   Forecasting: principles and practice, 3rd ed. 2021, §5.10). Leads of a group that stands in a test are not learned
 *   from for it: the test stays what comes in next, and nothing of it is known.
 *
 * Repeats are dealt out as groups in every scheme; where they are few, each moves to the side of its first.
 *
 * @throws {InputError} for options that no split fits: with too few leads of a class, groups or times
 */
export function planSplit(options: SplitOptions): SplitPlan {
  checkOptions(options);
  const { groups, repeats, times, labels } = options;
  const scheme = times !== undefined ? 'forward' : groups !== undefined ? 'grouped' : 'stratified';
  const either = groups ?? repeats;
  const together = either && joinGroups(either, repeats ?? either);
  const wanted: Wanted = { ...options, together };
  const holdout = options.holdoutShare === 0 ? undefined : planHoldout(wanted);
  const all = range(labels.length);
  const known = times === undefined ? all : all.filter((lead) => !Number.isNaN(times[lead]!));
  const development = holdout?.train ?? known;
  return {
    scheme,
    ...(holdout === undefined ? {} : { holdout }),
    development,
    folds: options.folds === 0 ? [] : planFolds(wanted, development),
    ...(together === undefined ? {} : { together }),
    untimed: labels.length - known.length,
    parted: known.length - development.length - (holdout?.test.length ?? 0),
  };
}

/** With the groups that hold: those that were told, those of repeats, or both joined. */
type Wanted = SplitOptions & { readonly together: Uint32Array | undefined };

function checkOptions({ holdoutShare, folds }: SplitOptions): void {
  if (!(holdoutShare >= 0 && holdoutShare < 1)) {
    throw new InputError(
      `--holdout: expected a share of the leads from 0 (none) to below 1, got ${holdoutShare}.`,
    );
  }
  if (!Number.isInteger(folds) || folds < 0 || folds === 1) {
    throw new InputError(`--folds: expected 0 (no cross-validation) or at least 2, got ${folds}.`);
  }
}

function planHoldout(options: Wanted): Split {
  const holdout = splitOff(options);
  if (holdout === undefined) {
    throw new InputError(
      `--holdout: expected leads to hold out, but there is only one ${nameOne(options)}. Use another column.`,
    );
  }
  const problem = findGap(options, [{ split: holdout, name: 'the hold-out' }]);
  if (problem === undefined) return holdout;
  throw new InputError(
    `--holdout: expected a share that leaves leads of both outcomes on both sides, got ${options.holdoutShare}: ${problem}. Use another share, or 0 for no hold-out.`,
  );
}

function nameOne({ groups, times }: Wanted): string {
  if (times !== undefined) return 'time in the column of --time';
  return groups === undefined ? 'lead, which the others repeat' : 'group in the column of --group';
}

/** Undefined when there are too few groups or times. */
function splitOff({ labels, holdoutShare, groups, together, times }: Wanted): Split | undefined {
  if (together === undefined && times === undefined) return splitHoldout(labels, holdoutShare);
  const all = range(labels.length);
  if (times === undefined && groups === undefined && areFew(together!))
    return joinRepeats(splitHoldout(labels, holdoutShare), together!);
  const shares = [1 - holdoutShare, holdoutShare];
  const parts =
    times === undefined ? dealGroups(labels, together!, all, shares) : cutByTime(times, all, shares);
  const split = parts && selectSplit(all, parts, 1, (part) => part === 0);
  return split && keepTogether(split, together);
}

function planFolds(options: Wanted, development: Int32Array): Split[] {
  const { labels, folds } = options;
  const attempt = (count: number): { splits: Split[]; problem: string | undefined } => {
    const splits = splitFolds(options, development, count);
    if (splits === undefined) return { splits: [], problem: describeShortage(options, development) };
    const named = splits.map((split, i) => ({ split, name: `fold ${i + 1}` }));
    return { splits, problem: findGap(options, named) };
  };
  const { splits, problem } = attempt(folds);
  if (problem === undefined) return splits;
  // A fold needs a lead of either class to test.
  const converted = countConverted(labels, development);
  let most = Math.min(folds - 1, converted, development.length - converted);
  while (most >= 2 && attempt(most).problem !== undefined) most -= 1;
  const expected = most < 2 ? '0 (no cross-validation)' : `at most ${most}`;
  throw new InputError(`--folds: expected ${expected}, got ${folds}: ${problem}.`);
}

/**
 * Folds within some of the leads, by the rules of the split that these come from: what is searched among them knows no more of
 * the other leads than a fit does.
 *
 * @param rows ascending
 * @param folds fewer are made where so many would leave one without a lead of either outcome
 * @returns at least two, or none
 */
export function splitWithin(
  {
    labels,
    together,
    times,
    scheme,
  }: Pick<Wanted, 'labels' | 'together' | 'times'> & Pick<SplitPlan, 'scheme'>,
  rows: Int32Array,
  folds: number,
): readonly Split[] {
  const groups = scheme === 'grouped' ? together : undefined;
  const wanted: Wanted = {
    labels,
    together,
    holdoutShare: 0,
    folds,
    ...(groups === undefined ? {} : { groups }),
    ...(times === undefined ? {} : { times }),
  };
  for (let count = folds; count >= 2; count--) {
    const splits = splitFolds(wanted, rows, count) ?? [];
    const named = splits.map((split) => ({ split, name: '' }));
    if (splits.length === count && findGap(wanted, named) === undefined) return splits;
  }
  return [];
}

/** Up to this share of the leads belongs to another: to move them leaves the parts about what they were. */
const FEW = 0.05;

const areFew = (together: Uint32Array): boolean => {
  let others = 0;
  for (let lead = 0; lead < together.length; lead++) if (together[lead] !== lead) others += 1;
  return others <= FEW * together.length;
};

/** Undefined when there are too few groups or times. */
function splitFolds(
  { labels, groups, together, times }: Wanted,
  development: Int32Array,
  folds: number,
): Split[] | undefined {
  const equal = (parts: number) => new Array<number>(parts).fill(1 / parts);
  if (times !== undefined) {
    const stretches = cutByTime(times, development, equal(folds + 1));
    if (stretches === undefined) return undefined;
    return equal(folds).map((_, i) =>
      keepTogether(
        selectSplit(development, stretches, i + 1, (stretch) => stretch >= 0 && stretch <= i),
        together,
      ),
    );
  }
  if (together !== undefined && groups === undefined && areFew(together))
    return splitStratified(labels, development, folds).map((split) => joinRepeats(split, together));
  if (together !== undefined) {
    const parts = dealGroups(labels, together, development, equal(folds));
    return parts && equal(folds).map((_, fold) => selectSplit(development, parts, fold));
  }
  return splitStratified(labels, development, folds);
}

function describeShortage(
  { groups, together, times, holdoutShare }: Wanted,
  development: Int32Array,
): string {
  const outside = holdoutShare === 0 ? '' : ' outside the hold-out';
  const values = times ?? together!;
  const distinct = new Set(Array.from(development, (lead) => values[lead]!)).size;
  if (times !== undefined)
    return `the column of --time has only ${distinct} different times${outside}, and the earliest is only learned from`;
  return groups === undefined
    ? `there are only ${distinct} leads${outside} that do not repeat another`
    : `the column of --group has only ${distinct} groups${outside}`;
}

/** Says in words which part lacks leads of a class. */
function findGap(
  { labels, groups, times }: Wanted,
  splits: readonly { readonly split: Split; readonly name: string }[],
): string | undefined {
  for (const { split, name } of splits) {
    for (const part of ['train', 'test'] as const) {
      const converted = countConverted(labels, split[part]);
      if (converted > 0 && converted < split[part].length) continue;
      const lacking = converted === 0 ? 'that converted' : 'that did not convert';
      const use = part === 'train' ? 'to learn from' : 'to be measured on';
      const why =
        part === 'train' && groups !== undefined && times !== undefined
          ? ', as earlier leads of a group that is tested are not learned from'
          : '';
      return `${name} would have no lead ${lacking} ${use}${why}`;
    }
  }
  return undefined;
}
