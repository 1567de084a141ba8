import type { EstimatedPerformance } from '../../contract/performance.ts';
import { expectWithoutLabels } from '../../statistics/expect-without-labels.ts';
import { Z_95 } from '../../statistics/z-95.ts';
import type { MeasuredLead } from './measured-leads.ts';

const ASSUMPTION =
  'Expected if past patterns still hold. This estimate cannot see that the same leads now convert differently.';

/** What the probabilities say of themselves, of all conversions that will come; null without leads. */
export function estimatePerformance(leads: readonly MeasuredLead[]): EstimatedPerformance | null {
  if (leads.length === 0) return null;
  const { conversions, rocAuc, logLoss } = expectWithoutLabels(
    Float64Array.from(leads, ({ probability }) => probability),
  );
  return {
    leads: leads.length,
    assumption: ASSUMPTION,
    conversions: figure(conversions, leads.length),
    roc_auc: rocAuc ?? null,
    log_loss: figure(logLoss, Number.MAX_VALUE),
  };
}

const figure = (
  { mean, standardError }: { readonly mean: number; readonly standardError: number },
  most: number,
) => ({
  value: mean,
  low: Math.max(0, mean - Z_95 * standardError),
  high: Math.min(most, mean + Z_95 * standardError),
});
