import { aucError } from '../../statistics/auc-error.ts';
import { findPureValues, judgeFilled } from './judge-purity.ts';
import { bestAuc, type Separation } from './measure-separation.ts';
import type { LeakFinding, LeakGrade, LeakSuspect } from './profile.ts';
import type { Count, LevelTally, NumberTally } from './tally.ts';
import { writeDrops } from './write-drops.ts';

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
 * to .80 (Olist .68; bank marketing .77 to .80 without `duration`). `duration`, known after the call only, has .81 alone.
 * Honest strong columns come near: the interest rate of the day .75 to .78 (bank marketing with macro-economic
 * columns), the time spent on the site up to .78. So the line is drawn at .80; from .75 on a column is worth a question.
 * The area must be above the line by more than chance, so that few leads raise no false alarm.
 */
const AUC_SUSPECT = 0.8;
const AUC_LOOK = 0.75;
/**
 * Where training uses no order of the values, it is worth a question only, unless it is nearly perfect. Numbers that
 * are given out in time reach .77 where only the conversion rate moves with it (bank marketing).
 */
const ORDER_SUSPECT = 0.9;
const ORDER_LOOK = 0.8;
/** A column that tells leads of about the same place in the file apart no better than this follows the time. */
const WITHIN_LOOK = 0.65;
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
  const findings = judgeArea({ kind: 'separates', figure: area, text }, best.leads, AUC_LOOK, AUC_SUSPECT);
  const within = findings.length === 0 ? undefined : best.within?.();
  // What is the same for all leads of a day cannot know how one of them ended.
  if (within === undefined || within >= WITHIN_LOOK) return findings;
  const told = `${text}, but ${within.toFixed(2)} among leads of about the same place in the file: it says when a lead came`;
  return [{ kind: 'separates', grade: 'look', figure: area, text: told }];
}

function judgeOrder({ order, all }: Evidence): LeakFinding[] {
  if (order === undefined) return [];
  const area = Math.max(order, 1 - order);
  const text = `its values run in the order of the outcome with a ROC-AUC of ${area.toFixed(2)}: either the conversion rate drifts, or they are given out after the outcome`;
  return judgeArea({ kind: 'order', figure: area, text }, all, ORDER_LOOK, ORDER_SUSPECT);
}

/** By whether an area, the finding's figure, is certainly above a line: a test to one side at 5 %, whose error is that of the line. */
function judgeArea(
  { kind, figure, text }: Omit<LeakFinding, 'grade'>,
  { total, converted }: Count,
  look: number,
  suspect: number,
): LeakFinding[] {
  const isAbove = (line: number) => figure - Z * aucError(line, converted, total - converted) >= line;
  return isAbove(look) ? [{ kind, grade: isAbove(suspect) ? 'suspect' : 'look', figure, text }] : [];
}

function writeCheck(column: string, leftOut: string | undefined): string {
  const question = `Would you know ${column} when the lead comes in?`;
  return leftOut === undefined
    ? `${question} If not: ${writeDrops([column])}`
    : `${question} Training leaves it out already (${leftOut}).`;
}
