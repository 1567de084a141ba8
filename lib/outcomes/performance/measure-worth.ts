import type { Figure } from '../../contract/figure.ts';
import type { CallsWorth, Worth } from '../../contract/worth.ts';
import { logInterval } from '../../statistics/log-interval.ts';
import { meanError } from '../../statistics/mean-error.ts';
import { rankCorrelation } from '../../statistics/rank-correlation.ts';
import { studentQuantile } from '../../statistics/student-quantile.ts';
import { Z_95 } from '../../statistics/z-95.ts';
import { type CallResults, rankResults, takeCalls, type ValuedLead } from './call-results.ts';
import { explainTooFew, explainWorth } from './explain-worth.ts';

/** What a call costs, in the currency of the values. */
export interface CallCost {
  /** 0 or more. */
  readonly costPerCall: number;
  readonly currency?: string | undefined;
}

/** Fewer conversions with a value say too little of their mean. */
export const FEWEST_VALUES = 20;
/** Fewer conversions say too little of what a group of leads brings. */
const FEWEST_CONVERSIONS = 5;
const CAPACITIES = 10;
export const WORTH_ASSUMPTION =
  'A lead converts only if it is called, every call costs the same, and the value of a conversion does not depend on the probability. Whether a lead was called is not known here, so every conversion counts as one that a call would bring.';

/**
 * What calls are worth: the mean value of a conversion v, the probability from which on a call pays (cost ÷ v), and what calling the
 * leads with the highest probabilities brought. `docs/explanation/worth.md` has the formulas and how often the intervals hold.
 *
 * @param leads that had time to convert; a lead that has not converted counts as one that does not
 * @example measureWorth([{ probability: 0.3, label: 1, value: 1200 }, …], { costPerCall: 25, currency: 'EUR' })
 */
export function measureWorth(leads: readonly ValuedLead[], { costPerCall, currency }: CallCost): Worth {
  const converts = leads.filter(({ label }) => label === 1);
  const valued = converts.flatMap(({ probability, value }) =>
    value === undefined ? [] : [{ probability, value }],
  );
  const known = {
    assumption: WORTH_ASSUMPTION,
    cost_per_call: costPerCall,
    currency: currency ?? null,
    conversions: { with_value: valued.length, without_value: converts.length - valued.length },
  };
  if (valued.length < FEWEST_VALUES)
    return { ...NOTHING, ...known, text: explainTooFew(known.conversions, FEWEST_VALUES) };
  // In parts of the largest amount: sums and squares of very large ones have no number.
  const unit = valued.reduce((most, { value }) => Math.max(most, value), costPerCall) || 1;
  const money: Money = { unit, cost: costPerCall / unit, ...meanValue(valued, unit) };
  const ranked = rankResults(leads, unit);
  const all = takeCalls(ranked, leads.length);
  const judge = (calls: number) => judgeCalls(takeCalls(ranked, calls), all, money);
  const capacities = Array.from({ length: CAPACITIES }, (_, i) =>
    judge(Math.ceil((leads.length * (i + 1)) / CAPACITIES)),
  );
  const cutOff = cutOffOf(money);
  const paying = cutOff.value === 1 ? 0 : leads.filter((lead) => lead.probability >= cutOff.value).length;
  const average = all.promised / leads.length;
  const back = amountIn(unit);
  const measured = {
    ...known,
    value: mapFigure(money, back),
    expected_per_call: mapFigure(money, (mean) => back(average * mean - money.cost)),
    cut_off: cutOff,
    value_by_probability: correlate(valued),
    capacities,
    best_share: bestOf(capacities)?.share ?? null,
    from_cut_off: paying === 0 ? null : judge(paying),
  };
  return { ...measured, text: explainWorth(measured) };
}

/** An answer without figures. @param problem what is wrong with the policy file, a sentence */
export const tellWrongPolicy = (problem: string): Worth => ({ ...NOTHING, text: problem });

const NOTHING: Omit<Worth, 'text'> = {
  assumption: WORTH_ASSUMPTION,
  cost_per_call: null,
  currency: null,
  conversions: { with_value: 0, without_value: 0 },
  value: null,
  expected_per_call: null,
  cut_off: null,
  value_by_probability: null,
  capacities: [],
  best_share: null,
  from_cut_off: null,
};

/** Amounts, in parts of `unit`. */
interface Money extends Figure {
  readonly unit: number;
  /** Of a call. */
  readonly cost: number;
  /** Of the values of conversions around their mean, and how many there are. */
  readonly variance: number;
  readonly values: number;
}

function meanValue(valued: readonly { readonly value: number }[], unit: number) {
  const { mean, standardError } = meanError(Float64Array.from(valued, ({ value }) => value / unit));
  const interval = logInterval(mean, standardError, studentQuantile(valued.length - 1));
  return { value: mean, ...interval, variance: standardError ** 2 * valued.length, values: valued.length };
}

/** The same sums in the currency, where they are numbers. */
const amountIn = (unit: number) => (part: number) =>
  Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, part * unit));

const mapFigure = ({ value, low, high }: Figure, map: (x: number) => number): Figure => ({
  value: map(value),
  low: map(low),
  high: map(high),
});

/** The less a conversion is worth, the higher the probability from which on a call pays. */
function cutOffOf({ cost, value, low, high }: Money): Figure {
  const from = (worth: number) => (cost === 0 ? 0 : Math.min(1, cost / worth));
  return { value: from(value), low: from(high), high: from(low) };
}

function judgeCalls(taken: CallResults, all: CallResults, money: Money): CallsWorth {
  const { calls, conversions } = taken;
  const brought = ({ value, ...of }: CallResults) => value + (of.conversions - of.valued) * money.value;
  const value = brought(taken);
  const cost = calls * money.cost;
  const interval =
    conversions < FEWEST_CONVERSIONS ? undefined : logInterval(value, valueError(taken, money), Z_95);
  const back = amountIn(money.unit);
  return {
    share: calls / all.calls,
    calls,
    lowest_probability: taken.lowestProbability,
    conversions,
    value: back(value),
    cost: back(cost),
    profit: {
      value: back(value - cost),
      low: interval === undefined ? null : back(interval.low - cost),
      high: interval === undefined ? null : back(interval.high - cost),
    },
    expected_profit: back(taken.promised * money.value - cost),
    random_profit: back((calls / all.calls) * brought(all) - cost),
  };
}

/**
 * The standard error of the value that calls bring: that of a sum over leads, of which most bring nothing; and of the m conversions without
 * a reported value that of the mean that stands in, which shares the values of the o conversions that have one: s² · (m² + 2mo) ÷ values.
 */
function valueError(taken: CallResults, { value: mean, variance, values }: Money): number {
  const { calls, conversions, valued } = taken;
  const missing = conversions - valued;
  const sum = taken.value + missing * mean;
  const squares = taken.squares + missing * mean ** 2;
  const ofLeads = (calls / (calls - 1)) * Math.max(0, squares - sum ** 2 / calls);
  return Math.sqrt(ofLeads + (variance * (missing ** 2 + 2 * missing * valued)) / values);
}

function correlate(valued: readonly { readonly probability: number; readonly value: number }[]) {
  const found = rankCorrelation(
    valued.map(({ value }) => value),
    valued.map(({ probability }) => probability),
  );
  if (found === undefined) return null;
  const verdict = found.low > 0 ? ('higher' as const) : found.high < 0 ? ('lower' as const) : 'not_seen';
  return { ...found, verdict: verdict as 'higher' | 'lower' | 'not_seen' };
}

/** The smallest of those with the highest profit; undefined: none brought more than it cost. */
const bestOf = (capacities: readonly CallsWorth[]): CallsWorth | undefined =>
  capacities
    .filter(({ profit }) => profit.value > 0)
    .reduce<CallsWorth | undefined>(
      (best, one) => (best === undefined || one.profit.value > best.profit.value ? one : best),
      undefined,
    );
