import { quoteForShell } from '../../quote-for-shell.ts';
import { aucError } from '../../statistics/auc-error.ts';
import { findPureValues, judgeFilled } from './judge-purity.ts';
import { bestAuc, type Separation } from './measure-separation.ts';
import type { LeakFinding, LeakGrade, LeakSuspect } from './profile.ts';
import type { Count, LevelTally, NumberTally } from './tally.ts';

/** What is known of a column that may know the outcome. */
export interface Evidence {
  readonly column: string;
  /** All leads, and those that have a value in the column. */
  readonly all: Count;
  readonly filled: Count;
  /** Several for a date: one per part of the calendar. */
  readonly separation: readonly Separation[];
  /** ROC-AUC of leads sorted by a date or an identifier, of which training uses no order. */
  readonly order?: number | undefined;
  /** Its values: those of one class only are looked for. */
  readonly tallies: readonly (LevelTally | NumberTally)[];
  /** Why training leaves the column out, if it does. */
  readonly leftOut: string | undefined;
}

/**
 * From where on a column alone separates too well. A whole honest model of leads reaches a ROC-AUC of about .68
 * to .80 (Olist .68; bank marketing .77 to .80 without `duration`), so that one column that comes near is not
 * believable; there, `duration`, known after the call only, has .81, the strongest honest column (month) .65, and
 * landing_page_id of Olist .67. For a bell-shaped number .70 is what an information value of .55 is (IV = d²,
 * AUC = Φ(d ÷ √2)), just above the .5 from which Siddiqi (Credit Risk Scorecards, 2006, ch. 6) has a column checked.
 * The lower end of the area's interval counts, so that few leads raise no false alarm.
 */
const AUC_SUSPECT = 0.75;
const AUC_LOOK = 0.7;
/** Where training uses no order of the values, it is worth a question only, unless it is nearly perfect. */
const ORDER_SUSPECT = 0.9;
const ORDER_LOOK = 0.75;
/** The 95 % quantile of the standard normal distribution. */
const Z = 1.645;

/** Judges one column; undefined when there is nothing to tell. */
export function judgeColumn(evidence: Evidence): LeakSuspect | undefined {
  const { column, all, leftOut } = evidence;
  if (all.converted === 0 || all.converted === all.total) return undefined;
  const filled = judgeFilled(evidence.filled, all);
  const findings = [
    ...filled,
    // What is filled for one class only is pure in all its values: told once.
    ...(filled.length > 0 ? [] : evidence.tallies.flatMap(findPureValues)),
    ...judgeSeparation(evidence),
    ...judgeOrder(evidence),
  ].sort((a, b) => rankGrade(a.grade) - rankGrade(b.grade));
  if (findings.length === 0) return undefined;
  return { column, grade: findings[0]!.grade, findings, check: writeCheck(column, leftOut) };
}

/** For sorting: the worse, the sooner. */
export const rankGrade = (grade: LeakGrade): number => (grade === 'suspect' ? 0 : 1);

function judgeSeparation({ separation }: Evidence): LeakFinding[] {
  const best = separation.toSorted((a, b) => bestAuc(b) - bestAuc(a))[0];
  if (best === undefined) return [];
  const area = bestAuc(best);
  const text = `ROC-AUC ${area.toFixed(2)} alone, as a good model has (information value ${best.informationValue.toFixed(2)})`;
  return judgeArea({ kind: 'separates', figure: area, text }, best.leads, AUC_LOOK, AUC_SUSPECT);
}

function judgeOrder({ order, all }: Evidence): LeakFinding[] {
  if (order === undefined) return [];
  const area = Math.max(order, 1 - order);
  const text = `its values run in the order of the outcome with a ROC-AUC of ${area.toFixed(2)}: either the conversion rate drifts, or they are given out after the outcome`;
  return judgeArea({ kind: 'order', figure: area, text }, all, ORDER_LOOK, ORDER_SUSPECT);
}

/** By the lower end of the 90 % interval of an area, the finding's figure. */
function judgeArea(
  { kind, figure, text }: Omit<LeakFinding, 'grade'>,
  { total, converted }: Count,
  look: number,
  suspect: number,
): LeakFinding[] {
  const least = figure - Z * aucError(figure, converted, total - converted);
  return least < look ? [] : [{ kind, grade: least >= suspect ? 'suspect' : 'look', figure, text }];
}

function writeCheck(column: string, leftOut: string | undefined): string {
  const question = `Would you know ${column} when the lead comes in?`;
  return leftOut === undefined
    ? `${question} If not: --drop ${quoteForShell(column)}`
    : `${question} Training leaves it out already (${leftOut}).`;
}
