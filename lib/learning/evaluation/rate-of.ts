import { thinnedRate } from '../../statistics/thinned-rate.ts';
import { countConverted } from './split-leads.ts';

/**
 * The conversion rate of some leads.
 *
 * @param maturity per lead, where some are too young: the rate is then that which makes their outcomes so far most likely
 */
export const rateOf = (labels: Uint8Array, rows: Int32Array, maturity?: Float64Array): number =>
  maturity === undefined
    ? countConverted(labels, rows) / rows.length
    : thinnedRate({ labels, maturity }, rows);
