import { count } from '../../count.ts';
import { measureAuc } from '../../statistics/auc-error.ts';
import { compareLosses } from '../../statistics/compare-losses.ts';
import { concat } from '../../typed-arrays.ts';
import type { MeasuredLeads } from './summarise-folds.ts';

/** A model beside the constant that always answers the conversion rate of the leads that were learned from. */
export interface ConstantComparison {
  readonly on: 'holdout' | 'cross_validation';
  readonly rows: number;
  readonly log_loss: number;
  /** Of the constant, on the same leads. */
  readonly constant_log_loss: number;
  /** Of the difference of the two, a mean over leads; leads that belong together count as one. */
  readonly standard_error: number;
  readonly roc_auc: number;
  readonly roc_auc_error: number;
}

/** What came of the comparison. */
export interface Verdict extends ConstantComparison {
  /** Whether the probabilities are better than the constant beyond chance. */
  readonly better: boolean;
  /** In a sentence without a full stop. */
  readonly text: string;
}

/**
 * Quantiles of the standard normal distribution at 1 − .025 ÷ k for k = 1, 2 …: two tests (log-loss and ROC-AUC) of up to so
 * many candidates together call a worthless model better at most five times in a hundred (Bonferroni).
 */
const CRITICAL = [1.96, 2.2414, 2.394, 2.4977];

/**
 * Measures a model against the constant on the leads of one or more tests; of several, the areas under the ROC curve are
 * averaged, as each test has a model of its own.
 *
 * @returns undefined when the leads are all of one group: nothing tells then how far chance goes
 */
export function compareWithConstant(
  on: ConstantComparison['on'],
  tests: readonly MeasuredLeads[],
): ConstantComparison | undefined {
  const join = (part: (test: MeasuredLeads) => Float64Array) => concat(Float64Array, tests.map(part));
  const labels = concat(
    Uint8Array,
    tests.map((test) => test.labels),
  );
  const groups = joinGroups(tests);
  if (new Set(groups).size < 2) return undefined;
  const { first, second, standardError } = compareLosses(
    join(({ labels: own, constant }) => new Float64Array(own.length).fill(constant)),
    join(({ probabilities }) => probabilities),
    labels,
    groups,
  );
  const areas = tests.map((test) => measureAuc(test.probabilities, test.labels, test.groups));
  return {
    on,
    rows: labels.length,
    log_loss: second,
    constant_log_loss: first,
    standard_error: standardError,
    roc_auc: areas.reduce((total, { area }) => total + area / areas.length, 0),
    roc_auc_error: Math.sqrt(areas.reduce((total, { error }) => total + error ** 2, 0)) / areas.length,
  };
}

/** Leads without a group are each one of their own; a group may stand in several tests. */
function joinGroups(tests: readonly MeasuredLeads[]): Uint32Array {
  const groups = new Uint32Array(tests.reduce((rows, { labels }) => rows + labels.length, 0));
  let at = 0;
  for (const { labels, groups: own } of tests)
    for (let i = 0; i < labels.length; i++, at++) groups[at] = own === undefined ? at : own[i]!;
  return groups;
}

/**
 * Says whether a model is worth anything.
 *
 * @param candidates among how many it was chosen on these leads; 1 when it was chosen on others
 */
export function judgeWorth(compared: ConstantComparison, candidates: number): Verdict {
  const { on, rows, log_loss, constant_log_loss, standard_error, roc_auc, roc_auc_error } = compared;
  const critical = CRITICAL[Math.min(candidates, CRITICAL.length) - 1]!;
  const gain = constant_log_loss - log_loss;
  const better = gain > critical * standard_error;
  // Of one probability for all leads the area is a half but for rounding, and so is its error nothing but that.
  const ranks = roc_auc - 0.5 > Math.max(1e-9, critical * roc_auc_error);
  const where =
    on === 'holdout' ? `the ${count(rows, 'held-out lead')}` : `${count(rows, 'lead')} out of fold`;
  const losses = `log-loss ${figure(log_loss, 4)} where the base rate that was learned has ${figure(constant_log_loss, 4)}`;
  const area = `ROC-AUC ${figure(roc_auc, 3)} ± ${figure(roc_auc_error, 3)}`;
  if (better) {
    const errors = gain / standard_error;
    const by = errors >= 100 ? 'more than 100' : errors.toFixed(1);
    return {
      ...compared,
      better,
      text: `better than always answering the base rate, by ${by} standard errors: ${losses}, on ${where}; ${area}`,
    };
  }
  return {
    ...compared,
    better,
    text: ranks
      ? `not shown to be better than always answering the base rate (${losses}, on ${where}), although its order of the leads tells something (${area})`
      : `useless as measured: no better than always answering the base rate (${losses}, on ${where}), and its order of the leads is no better than chance (${area})`,
  };
}

const figure = (value: number, digits: number): string => value.toFixed(digits).replace(/^(-?)0\./, '$1.');
