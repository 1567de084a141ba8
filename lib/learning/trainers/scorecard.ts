import { namePart } from '../../model/name-term.ts';
import { sum } from '../../statistics/sum.ts';
import { thinnedRate } from '../../statistics/thinned-rate.ts';
import { fill, take, takeEach } from '../../typed-arrays.ts';
import { binFeature, dealParts, type ScorecardFeature } from './scorecard-features.ts';
import { recordScorecardOptions, SCORECARD_DEFAULTS, type ScorecardOptions } from './scorecard-options.ts';
import { buildScorecardTerm } from './scorecard-terms.ts';
import { fitScorecardWeights } from './scorecard-weights.ts';
import type { ModelFit, Trainer, TrainingSet } from './trainer.ts';

/** From this information value on, a feature that is left out is told ("medium", Siddiqi 2006, ch. 6). */
const WORTH_TELLING = 0.1;

/**
 * A weight-of-evidence scorecard (Siddiqi, Credit Risk Scorecards, 2006): every feature is cut into bins,
 * each bin is told by its weight of evidence, and a logistic regression of those weighs the features.
 *
 * The regression sees weights of evidence from bins that were made without the lead (cross-fitting, as
 * scikit-learn's TargetEncoder does it), so that a feature of many small levels gets the coefficient that it
 * earns on new leads; the terms hold the bins of all leads. A coefficient below zero would turn a feature's
 * evidence round; such features are left out.
 */
export function createScorecardTrainer(changes: Partial<ScorecardOptions> = {}): Trainer {
  const options = { ...SCORECARD_DEFAULTS, ...changes };
  return {
    name: 'scorecard',
    options: recordScorecardOptions(options),
    fit: (set) => fitScorecard(set, options),
  };
}

function fitScorecard(set: TrainingSet, options: ScorecardOptions): ModelFit {
  const { rows, positiveWeight } = set;
  const labels = take(set.labels, rows);
  const groups = set.groups && fill(new Uint32Array(rows.length), (i) => set.groups![rows[i]!]!);
  const parts = dealParts(labels, options.crossFitParts, groups);
  const maturity = set.maturity && takeEach(set.maturity, rows);
  const features = set.features
    .map((feature) => binFeature(feature, set, parts, options))
    .filter(({ bins }) => bins.table.iv > options.minIv);
  const { intercept, coefficients, warnings } = fitScorecardWeights(
    features.map(({ column }) => column),
    labels,
    { l2: options.l2, positiveWeight, maturity },
  );
  return {
    intercept,
    terms: features.flatMap((feature, f) =>
      coefficients[f]! > 0 ? [buildScorecardTerm(feature, coefficients[f]!)] : [],
    ),
    warnings: [
      ...warnings,
      ...features.flatMap((feature, f) => (coefficients[f]! > 0 ? [] : tellLeftOut(feature))),
    ],
    points: {
      base_points: options.basePoints,
      base_odds: options.baseOdds ?? oddsOf(labels, maturity),
      points_to_double_odds: options.pointsToDoubleOdds,
    },
  };
}

/** Converted : not converted, of the training leads. */
function oddsOf(labels: Uint8Array, maturity: Float64Array | undefined): number {
  const converted = sum(labels);
  if (maturity === undefined) return converted / (labels.length - converted);
  const rate = thinnedRate({ labels, maturity });
  return rate / (1 - rate);
}

function tellLeftOut({ feature: { field, part }, bins }: ScorecardFeature): string[] {
  if (bins.table.iv < WORTH_TELLING) return [];
  return [
    `${namePart(field, part)}: left out of the scorecard, because the other features tell what it tells.`,
  ];
}
