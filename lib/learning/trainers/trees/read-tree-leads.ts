import { take, takeEach } from '../../../typed-arrays.ts';
import { baseOf } from '../base-of.ts';
import type { TrainingSet } from '../trainer.ts';
import { binLeads, type TreeColumn } from './bin-leads.ts';
import { directionOf } from './direction-of.ts';
import type { TreesOptions } from './trees-options.ts';

/** What trees are grown on; per training lead. */
export interface TreeLeads {
  /** Those that say something; there may be none. */
  readonly columns: readonly TreeColumn[];
  readonly labels: Uint8Array;
  readonly positiveWeight: number;
  /** Where some leads are too young: the share of conversions that show by a lead’s age. */
  readonly maturity?: Float64Array;
  /** Log-odds of every lead to begin with. */
  readonly base: number;
}

/** Cuts the training leads into bins. */
export function readTreeLeads(
  { features, rows, labels, positiveWeight, maturity: all }: TrainingSet,
  options: TreesOptions,
): TreeLeads {
  const own = take(labels, rows);
  const maturity = all && takeEach(all, rows);
  return {
    columns: binLeads(features, rows, options.rareLevelRows, (feature) =>
      directionOf(feature, rows, own, options, maturity),
    ),
    labels: own,
    positiveWeight,
    ...(maturity === undefined ? {} : { maturity }),
    base: baseOf({ labels: own, positiveWeight, maturity }),
  };
}
