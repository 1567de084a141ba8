import { count } from '../../count.ts';
import { formatNumber, formatShare } from '../../format-figures.ts';
import { quoteSome } from '../../quoting.ts';
import type { LeakFinding } from './profile.ts';
import { addCounts, type Count, countAll, countAt, type LevelTally, type NumberTally } from './tally.ts';

/**
 * Leads are (nearly) pure when the other class has no more than this share of the leads that it would have if
 * they converted like all leads …
 */
const NEARLY_NONE = 0.05;
/** … and would have at least this many: what is absent among fewer may be so by chance (e⁻²⁰). */
const FEWEST_EXPECTED = 20;
/** Pure values that hold this share of a class are no segment that happens to convert well or badly. */
const MOST_OF_CLASS = 0.5;

type Class = 'converted' | 'not converted';

/** The class that leads (nearly) all belong to, if there is one. */
function findPureClass(leads: Count, all: Count): Class | undefined {
  const rate = all.converted / all.total;
  const others = leads.total - leads.converted;
  const isAbsent = (found: number, expected: number) =>
    expected >= FEWEST_EXPECTED && found <= NEARLY_NONE * expected;
  if (isAbsent(others, leads.total * (1 - rate))) return 'converted';
  return isAbsent(leads.converted, leads.total * rate) ? 'not converted' : undefined;
}

/**
 * Whether a column is filled, or missing, (nearly) only for one class. Filled for one class is what columns of
 * closed deals look like. Missing for one class may be honest: who cannot be reached does not convert.
 */
export function judgeFilled(filled: Count, all: Count): LeakFinding[] {
  const missing = { total: all.total - filled.total, converted: all.converted - filled.converted };
  if (missing.total === 0) return [];
  const tell = (leads: Count, how: string, grade: LeakFinding['grade']): LeakFinding[] => {
    const pure = findPureClass(leads, all);
    if (pure === undefined) return [];
    return [
      {
        kind: 'filled',
        grade,
        figure: shareOf(pure, leads),
        text: `${how} for ${count(leads.total, 'lead')}, ${tellRate(leads, all)}`,
      },
    ];
  };
  const findings = tell(filled, 'filled', 'suspect');
  return findings.length > 0 ? findings : tell(missing, 'missing', 'look');
}

/** Whether values, each with enough leads, belong (nearly) only to one class. */
export function findPureValues(tally: LevelTally | NumberTally): LeakFinding[] {
  const all = countAll(tally);
  const pure: Readonly<Record<Class, number[]>> = { converted: [], 'not converted': [] };
  for (let i = 0; i < tally.total.length; i++) {
    // Most numbers have a lead or two: not worth an object each.
    if (tally.total[i]! < FEWEST_EXPECTED) continue;
    const wanted = findPureClass(countAt(tally, i), all);
    if (wanted !== undefined) pure[wanted].push(i);
  }
  return (['converted', 'not converted'] as const).flatMap((wanted): LeakFinding[] => {
    if (pure[wanted].length === 0) return [];
    const leads = pure[wanted].map((i) => countAt(tally, i)).reduce(addCounts);
    const ofClass = countOf(wanted, leads) / countOf(wanted, all);
    const names = pure[wanted].map((i) =>
      tally.kind === 'level' ? tally.levels[i]! : formatNumber(tally.values[i]!),
    );
    return [
      {
        kind: 'pure_values',
        grade: ofClass >= MOST_OF_CLASS ? 'suspect' : 'look',
        figure: shareOf(wanted, leads),
        text: `${count(leads.total, 'lead')} with ${quoteSome(names, 3)}, ${tellRate(leads, all)}`,
      },
    ];
  });
}

const countOf = (wanted: Class, { total, converted }: Count): number =>
  wanted === 'converted' ? converted : total - converted;

const shareOf = (wanted: Class, leads: Count): number => countOf(wanted, leads) / leads.total;

/** `all of them converted (10.5 % overall)` */
function tellRate({ total, converted }: Count, all: Count): string {
  const some = converted === 0 ? 'none' : converted === total ? 'all' : formatShare(converted / total);
  return `${some} of them converted (${formatShare(all.converted / all.total)} overall)`;
}
