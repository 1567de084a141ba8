import type { ShuffledFeature, ShuffleRecord } from './evaluation-record.ts';

/** Of all that moves the log-odds; a smaller share is hardly worth a word. */
const MUCH = 0.1;

/** A feature's share of what moves the log-odds; 0 in a model without features. */
export function shareOfEffects({ features }: ShuffleRecord): (feature: ShuffledFeature) => number {
  const total = features.reduce((sum, { mean_abs }) => sum + mean_abs, 0);
  return ({ mean_abs }) => (total === 0 ? 0 : mean_abs / total);
}

/**
 * The features by which the two importances clearly disagree: they move the log-odds much, and held-out leads are not shown to be
 * predicted worse without them. That is noise that was learned, or another feature that tells the same.
 */
export function findUnneeded(shuffles: ShuffleRecord): ShuffledFeature[] {
  const share = shareOfEffects(shuffles);
  return shuffles.features.filter(
    (feature) => share(feature) >= MUCH && feature.log_loss.low !== undefined && feature.log_loss.low <= 0,
  );
}
