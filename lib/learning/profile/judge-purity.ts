import { count } from '../../count.ts';
import { formatNumber, formatShare } from '../../format-figures.ts';
import { FEWEST_NAMED } from '../../lead/rare-levels.ts';
import { quoteSome } from '../../quoting.ts';
import type { LeakFinding } from './profile.ts';
import { addCounts, type Count, countAll, countAt, type LevelTally, type NumberTally } from './tally.ts';
import { type Class, type Lean, weighGroup } from './weigh-group.ts';

/**
 * What has this probability or less under the base rate is no chance: a millionth, divided by the values of a column
 * that are looked at (Bonferroni). A table of a thousand columns then raises a false alarm once in a thousand times.
 */
const CHANCE = 1e-6;
/** Fewer leads are never that improbable where at most half of all convert. */
const FEWEST_LEADS = 5;
/**
 * A lead of one class that is in a group so many times as often as one of the other gives the outcome away. The
 * strongest honest group known here, leads that bought the last time, has 14 to 15 (bank marketing).
 */
const RATIO_SUSPECT = 25;
const RATIO_LOOK = 15;
/** So much more often, a segment that converts well is no explanation, however many leads convert. */
const RATIO_PURE = 100;
/** Where more leads convert, a segment may convert (nearly) whole and be honest: those who filled in the form of a friend. */
const COMMON = 0.25;
/** Pure values that hold this share of a class are no segment that happens to convert well or badly. */
const MOST_OF_CLASS = 0.5;
/** A value that so many of the known leads have may stand for nothing: 0, −1, none. */
const MOST_COMMON = 0.2;

type Grade = LeakFinding['grade'];

const isChance = ({ logChance }: Lean, looks = 1): boolean => logChance > Math.log(CHANCE / looks);
const tellsClass = ({ isPure, leastRatio }: Lean): boolean => isPure || leastRatio >= RATIO_SUSPECT;

/**
 * Whether a column is filled, or missing, (nearly) only for one class, or many times as often. Filled for one class is
 * what columns of closed deals look like. Missing for one class may be honest: who cannot be reached does not convert.
 */
export function judgeFilled(filled: Count, all: Count): LeakFinding[] {
  const missing = { total: all.total - filled.total, converted: all.converted - filled.converted };
  if (missing.total === 0 || filled.total === 0) return [];
  const findings = findGroup(filled, all, 'filled', 'filled');
  return findings.length > 0 ? findings : findGroup(missing, all, 'missing', 'filled', 'look');
}

/** @param most the worst grade that the group can have */
function findGroup(
  group: Count,
  all: Count,
  how: string,
  kind: LeakFinding['kind'],
  most: Grade = 'suspect',
): LeakFinding[] {
  const lean = weighGroup(group, all);
  if (isChance(lean)) return [];
  const grade = tellsClass(lean) ? most : lean.leastRatio >= RATIO_LOOK ? 'look' : undefined;
  if (grade === undefined) return [];
  return [{ kind, grade, figure: lean.purity, text: `${how} for ${tellLeads(group, all)}` }];
}

/** Whether values belong (nearly) only to one class, or all but the most common value do. */
export function findPureValues(tally: LevelTally | NumberTally): LeakFinding[] {
  const all = countAll(tally);
  const pure: Readonly<Record<Class, number[]>> = { converted: [], 'not converted': [] };
  const grades: Record<Class, Grade> = { converted: 'look', 'not converted': 'look' };
  for (let i = 0; i < tally.total.length; i++) {
    // Most numbers have a lead or two: not worth an object each.
    if (tally.total[i]! < FEWEST_LEADS) continue;
    const lean = weighGroup(countAt(tally, i), all);
    if (isChance(lean, tally.total.length) || !tellsClass(lean)) continue;
    pure[lean.wanted].push(i);
    if (lean.wanted === 'converted' && isNoSegment(lean, all) && !continues(tally, i))
      grades.converted = 'suspect';
  }
  const others = judgeOthers(tally, all);
  const findings = (['converted', 'not converted'] as const).flatMap((wanted): LeakFinding[] => {
    if (pure[wanted].length === 0) return [];
    const leads = pure[wanted].map((i) => countAt(tally, i)).reduce(addCounts);
    const lean = weighGroup(leads, all);
    // That who never came does not convert is honest; that everyone else converts is not.
    const holdsMost =
      lean.ofClass >= MOST_OF_CLASS &&
      (tally.kind === 'level' || wanted === 'converted' || others.length > 0);
    return [
      {
        kind: 'pure_values',
        grade: holdsMost ? 'suspect' : grades[wanted],
        figure: lean.purity,
        text: `${count(leads.total, 'lead')} with ${nameValues(tally, pure[wanted])}, ${tellRate(leads, all)}`,
      },
    ];
  });
  return findings.some(({ grade }) => grade === 'suspect') ? findings : [...others, ...findings];
}

/** A level of few leads is not named, wherever the sentence may be shown. */
function nameValues(tally: LevelTally | NumberTally, values: readonly number[]): string {
  const named = values.filter((i) => tally.kind === 'number' || tally.total[i]! >= FEWEST_NAMED);
  const rarer = values.length - named.length;
  const others = rarer === 0 ? [] : [named.length === 0 ? count(rarer, 'rare value') : `${rarer} more`];
  return [
    ...(named.length === 0
      ? []
      : [
          quoteSome(
            named.map((i) => nameValue(tally, i)),
            3,
          ),
        ]),
    ...others,
  ].join(' and ');
}

const nameValue = (tally: LevelTally | NumberTally, i: number): string =>
  tally.kind === 'level' ? tally.levels[i]! : formatNumber(tally.values[i]!);

const isNoSegment = ({ ofClass, leastRatio }: Lean, all: Count): boolean =>
  ofClass >= MOST_OF_CLASS || leastRatio >= RATIO_PURE || all.converted <= COMMON * all.total;

/**
 * Whether the numbers beside a pure one convert well, too: the end of an honest strong number, where the most active
 * leads (nearly) all convert.
 */
function continues(tally: LevelTally | NumberTally, at: number): boolean {
  if (tally.kind === 'level') return false;
  let beside: Count = { total: 0, converted: 0 };
  for (let step = 1; beside.total < tally.total[at]! && step < tally.total.length; step++) {
    for (const i of [at - step, at + step])
      if (i >= 0 && i < tally.total.length) beside = addCounts(beside, countAt(tally, i));
  }
  return beside.total > 0 && beside.converted >= MOST_OF_CLASS * beside.total;
}

/** Whether a most common value stands for "nothing": leads that have another one are of one class. */
function judgeOthers(tally: LevelTally | NumberTally, all: Count): LeakFinding[] {
  let most = 0;
  for (let i = 1; i < tally.total.length; i++) if (tally.total[i]! > tally.total[most]!) most = i;
  const known = all.total - tally.missing.total;
  // Of two levels, the other one is judged by itself.
  if (tally.total.length < 3 || tally.total[most]! < MOST_COMMON * known) return [];
  const { total, converted } = countAt(tally, most);
  const others = {
    total: known - total,
    converted: all.converted - tally.missing.converted - converted,
  };
  const how = `another value than ${quoteSome([nameValue(tally, most)])}`;
  const held = weighGroup(others, all);
  const isSuspect = held.wanted === 'converted' || held.ofClass >= MOST_OF_CLASS;
  return findGroup(others, all, how, 'pure_values', isSuspect ? 'suspect' : 'look');
}

const tellLeads = (leads: Count, all: Count): string =>
  `${count(leads.total, 'lead')}, ${tellRate(leads, all)}`;

/** `all of them converted (10.5 % overall)` */
function tellRate({ total, converted }: Count, all: Count): string {
  const some = converted === 0 ? 'none' : converted === total ? 'all' : formatShare(converted / total);
  return `${some} of them converted (${formatShare(all.converted / all.total)} overall)`;
}
