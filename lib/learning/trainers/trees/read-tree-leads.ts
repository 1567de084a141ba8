import { sum } from '../../../statistics/sum.ts';
import { take } from '../../../typed-arrays.ts';
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
  /** Log-odds of every lead to begin with. */
  readonly base: number;
}

/** Cuts the training leads into bins. */
export function readTreeLeads(
  { features, rows, labels, positiveWeight }: TrainingSet,
  options: TreesOptions,
): TreeLeads {
  const own = take(labels, rows);
  const converted = sum(own);
  return {
    columns: binLeads(features, rows, options.rareLevelRows, (feature) =>
      directionOf(feature, rows, own, options),
    ),
    labels: own,
    positiveWeight,
    base: Math.log((positiveWeight * converted) / (own.length - converted)),
  };
}
