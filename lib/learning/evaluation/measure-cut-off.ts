import { meanError } from '../../statistics/mean-error.ts';
import { Z_95 } from '../../statistics/z-95.ts';
import type { Bounded, CutOffFigures } from './evaluation-record.ts';
import { intervalOfShare } from './interval-of-share.ts';
import type { Predictions } from './summarise-folds.ts';

/** What a conversion brings and a contact costs, in one currency. */
export interface Prices {
  /** Above 0. */
  readonly value: number;
  /** 0 or more. */
  readonly cost: number;
}

/** Contacted leads, and how many of them converted. */
export interface Contacted {
  readonly rows: number;
  readonly converted: number;
}

/** What contacting leads brings, if leads that are not contacted do not convert on their own. */
export const profitOf = ({ value, cost }: Prices, { rows, converted }: Contacted): number =>
  value * converted - cost * rows;

/** The shares that a cut-off comes to: of `contacted` leads among `all`. */
export function sharesOf(contacted: Contacted, all: Contacted) {
  const others = all.rows - all.converted;
  const recall = contacted.converted / all.converted;
  const precision = contacted.converted / contacted.rows;
  return {
    contacted: contacted.rows / all.rows,
    recall,
    precision,
    specificity: 1 - (contacted.rows - contacted.converted) / others,
    f1: (2 * contacted.converted) / (contacted.rows + all.converted),
    lift: precision / (all.converted / all.rows),
  };
}

/**
 * What comes of contacting the leads with at least this probability, as in scikit-learn's `precision_recall_curve` and
 * `roc_curve`, with 95 % intervals.
 *
 * @param predictions of leads of both classes, of which at least one has the probability
 * @param groups per lead, leads that belong together having the same number
 */
export function measureCutOff(
  { probabilities, labels }: Predictions,
  probability: number,
  groups?: Uint32Array,
  prices?: Prices,
): CutOffFigures {
  const isContacted = probabilities.map((p) => (p >= probability ? 1 : 0));
  const bound = (value: number, isCounted: (lead: number) => boolean, isHit: (lead: number) => boolean) => {
    const leads = Int32Array.from(labels.keys()).filter(isCounted);
    const interval = intervalOfShare(
      Uint8Array.from(leads, (lead) => Number(isHit(lead))),
      groups && Uint32Array.from(leads, (lead) => groups[lead]!),
    );
    return { value, ...(interval ?? { low: 0, high: 1 }) };
  };
  const converts = (lead: number) => labels[lead] === 1;
  const called = (lead: number) => isContacted[lead] === 1;
  const own = { rows: 0, converted: 0 };
  labels.forEach((label, lead) => {
    own.rows += isContacted[lead]!;
    own.converted += isContacted[lead]! * label;
  });
  const all = { rows: labels.length, converted: labels.reduce((sum, label) => sum + label, 0) };
  const { contacted, recall, precision, specificity, f1, lift } = sharesOf(own, all);
  return {
    probability,
    ...own,
    contacted,
    recall: bound(recall, converts, called),
    precision: bound(precision, called, converts),
    specificity: bound(
      specificity,
      (lead) => !converts(lead),
      (lead) => !called(lead),
    ),
    f1,
    lift,
    ...(prices === undefined ? {} : { profit: boundProfit(prices, isContacted, labels, groups) }),
  };
}

/** Per 1,000 leads. */
function boundProfit(
  { value, cost }: Prices,
  isContacted: Float64Array,
  labels: Uint8Array,
  groups: Uint32Array | undefined,
): Bounded {
  const each = isContacted.map((contacted, lead) => contacted * 1000 * (value * labels[lead]! - cost));
  const isOneGroup = groups !== undefined && new Set(groups).size < 2;
  const { mean, standardError } = meanError(each, isOneGroup ? undefined : groups);
  const half = Z_95 * standardError;
  return { value: mean, low: mean - half, high: mean + half };
}
