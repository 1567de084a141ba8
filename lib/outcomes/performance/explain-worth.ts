import type { Figure } from '../../contract/figure.ts';
import type { Worth } from '../../contract/worth.ts';
import { formatCount, formatNumber, formatShare } from '../../format-figures.ts';

type Conversions = Worth['conversions'];
type Measured = Pick<
  Worth,
  'cost_per_call' | 'currency' | 'value_by_probability' | 'capacities' | 'best_share'
> &
  Record<'value' | 'cut_off', Figure | null>;

/** Why there are no figures, and what to do. */
export function explainTooFew({ with_value: got, without_value: none }: Conversions, fewest: number): string {
  const others = none === 0 ? '' : `, and ${formatCount(none)} without one`;
  return `Expected at least ${fewest} conversions with a value among the leads that had time to convert, got ${formatCount(got)}${others}. Report \`value\` with the outcomes.`;
}

/** What was measured, in sentences. */
export const explainWorth = (worth: Measured): string =>
  [explainCutOff(worth), explainBest(worth), explainDependence(worth)].filter(Boolean).join(' ');

function explainCutOff({ cost_per_call, cut_off, value, currency }: Measured): string {
  const cost = cost_per_call!;
  if (cost === 0) return 'Calls cost nothing, so every call pays.';
  const worth = `a conversion is worth ${money(value!.value, currency)} (${range(value!, formatNumber)})`;
  if (cut_off!.value === 1) return `No call pays: it costs ${money(cost, currency)}, and ${worth}.`;
  return `A call pays from a probability of ${formatShare(cut_off!.value)} on (${range(cut_off!, formatShare)}): it costs ${money(cost, currency)}, and ${worth}.`;
}

function explainBest({ capacities, best_share, currency }: Measured): string {
  const best = capacities.find(({ share }) => share === best_share);
  if (best === undefined) return 'No capacity brought more than its calls cost.';
  const { value, low, high } = best.profit;
  const between = low === null || high === null ? '' : ` (${range({ low, high }, formatNumber)})`;
  const whom = best.share === 1 ? 'all leads' : `the top ${formatNumber(100 * best.share)} %`;
  return `Of the capacities, calling ${whom} brought the highest profit: ${money(value, currency)}${between} from ${formatCount(best.calls)} ${best.calls === 1 ? 'call' : 'calls'}.`;
}

function explainDependence({ value_by_probability: found }: Measured): string {
  if (found === null || found.verdict === 'not_seen') return '';
  const [worth, cut] = found.verdict === 'higher' ? ['more', 'low'] : ['less', 'high'];
  const two = (x: number) => x.toFixed(2);
  return `Conversions of likelier leads are worth ${worth} (rank correlation ${two(found.value)}, ${range(found, two)}), so the cut-off is too ${cut}: go by the capacities.`;
}

const money = (amount: number, currency: string | null): string =>
  `${formatNumber(amount)}${currency === null ? '' : ` ${currency}`}`;

const range = ({ low, high }: Pick<Figure, 'low' | 'high'>, format: (x: number) => string): string =>
  `${format(low)} to ${format(high)}`;
